"""The state of all replicas before a step; it never changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import NonFiniteError
from core.layout import Layout
from core.ops.op import Array
from core.state import State


@dataclass(frozen=True, slots=True, eq=False)
class ReplicaState:
    """Parameters and optimizer memory of every replica before step `step`: (R, numbers), read-only.

    faults: per replica None, or where its training became non-finite; all its numbers are NaN from there on.
    """

    layout: Layout
    step: int
    vectors: Array
    faults: tuple[NonFiniteError | None, ...]

    def __post_init__(self) -> None:
        self.vectors.setflags(write=False)

    def of(self, replica: int) -> State:
        """The state of one replica as that of a single program; a replica that became non-finite raises its fault."""
        fault = self.faults[replica]
        if fault is not None:
            raise fault
        return State(self.layout, self.step, self.vectors[replica].copy())

    def with_faults(self, found: dict[int, NonFiniteError]) -> ReplicaState:
        """The same with these replicas marked as faulty."""
        if not found:
            return self
        vectors, faults = self.vectors.copy(), list(self.faults)
        for replica, fault in found.items():
            vectors[replica], faults[replica] = np.nan, fault
        return ReplicaState(self.layout, self.step, vectors, tuple(faults))
