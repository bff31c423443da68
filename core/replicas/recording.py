"""What was recorded of all replicas: one flat array per step, cut into rows when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import NonFiniteError
from core.layout import Layout
from core.ops.op import Array
from core.replicas.places import Piece, pieces_of
from core.replicas.state import ReplicaState


@dataclass(frozen=True, slots=True, eq=False)
class ReplicaRecording:
    """Step `steps[i]` of all replicas is `stacked[i]`; `state` follows the last step and knows the faults.

    Of a faulty replica the first bad row is the last that counts; all numbers behind it are NaN.
    """

    layout: Layout
    replicas: int
    steps: NDArray[np.int64]
    stacked: Array
    state: ReplicaState

    @property
    def faults(self) -> tuple[NonFiniteError | None, ...]:
        """Per replica None, or the step and the place where it became non-finite."""
        return self.state.faults

    @property
    def rows(self) -> Array:
        """The rows of all replicas, (steps, R, size), each as a single program would have recorded it; a copy."""
        rows = np.empty((len(self.steps), self.replicas, self.layout.size))
        for piece in pieces_of(self.layout):
            rows[:, :, piece.start : piece.stop] = piece.within(self.stacked, self.replicas)
        for replica, fault in enumerate(self.faults):
            if fault is not None:
                rows[self.steps > fault.step, replica] = np.nan
        rows.setflags(write=False)
        return rows

    @property
    def losses(self) -> Array:
        """The loss of every step and replica, (steps, R)."""
        place = self.layout.slot("L").offset
        losses = Piece(place, place + 1, 0).within(self.stacked, self.replicas)[..., 0].copy()
        for replica, fault in enumerate(self.faults):
            if fault is not None:
                losses[self.steps > fault.step, replica] = np.nan
        return losses


def finite_steps(stacked: Array, layout: Layout, replicas: int) -> NDArray[np.bool_]:
    """Which steps of which replicas hold finite numbers only: (steps, R)."""
    finite, found = np.isfinite(stacked), np.ones((len(stacked), replicas), dtype=bool)
    for piece in pieces_of(layout):
        part = finite[:, replicas * piece.start : replicas * piece.stop]
        width = piece.batch or piece.stop - piece.start
        found &= part.reshape(len(stacked), -1, replicas, width).all(axis=(1, 3))
    return found
