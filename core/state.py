"""A state is all that a restart must carry: parameters, statistics, optimizer memory, step number; it never changes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.errors import BackflowError, UnknownPathError, nearest
from core.layout import Layout
from core.ops.op import Array


class State:
    """The parameters before step `step`.  Made by a program; `with_parameter` gives a changed copy.

    A state that follows a recorded step keeps that step's row and adds model + update only when somebody looks.
    """

    __slots__ = ("_row", "_vector", "layout", "step")

    def __init__(self, layout: Layout, step: int, vector: Array | None = None, row: Array | None = None) -> None:
        self.layout = layout
        self.step = step
        self._vector = None if vector is None else frozen(vector)
        self._row = row

    @property
    def vector(self) -> Array:
        """Parameters, running statistics, then optimizer memory, flat and read-only."""
        if self._vector is None:
            assert self._row is not None
            blocks = self.layout.blocks
            with np.errstate(all="ignore"):
                model = self._row[blocks["model"]] + self._row[blocks["model_update"]]
            self._vector = frozen(np.concatenate([model, self._row[blocks["memory"]]]))
            self._row = None
        return self._vector

    @property
    def parameters(self) -> Array:
        """All weights and biases, flat, in storage order."""
        block = self.layout.blocks["parameter"]
        return self.vector[: block.stop - block.start]

    @property
    def model(self) -> Array:
        """All that an evaluation needs, flat: parameters, then running statistics."""
        block = self.layout.blocks["model"]
        return self.vector[: block.stop - block.start]

    def parameter(self, path: str) -> Array:
        """Weights (out, in) or biases (out,) by path, read-only."""
        slot = self._slot(path)
        view: Array = np.ndarray(
            slot.shape,
            np.float64,
            self.vector,
            (slot.offset - self.layout.blocks["parameter"].start) * 8,
            tuple(stride * 8 for stride in slot.strides),
        )
        return view

    def with_parameter(self, path: str, array: ArrayLike) -> State:
        """A new state with these weights or biases; the shape must fit and every number must be finite."""
        slot = self._slot(path)
        values = np.asarray(array, dtype=np.float64)
        if values.shape != slot.shape:
            raise BackflowError(f"{path} has the shape {slot.shape}: an array of shape {values.shape} does not fit.")
        if not np.isfinite(values).all():
            raise BackflowError(f"{path} was given NaN or an infinity: expected finite numbers.")
        vector = self.vector.copy()
        vector[slot.places() - self.layout.blocks["parameter"].start] = values
        return State(self.layout, self.step, vector)

    def check_fits(self, layout: Layout) -> None:
        """Refuse to be used by a program with other parameters or another memory; batches may differ."""
        if layout is not self.layout and layout.carried() != self.layout.carried():
            theirs, ours = (
                ", ".join(f"{path} {shape}" for path, shape in one.carried()) for one in (self.layout, layout)
            )
            raise BackflowError(
                f"The state carries {theirs} and this program {ours}: "
                "expected a state of a network with the same layers and optimizer."
            )

    def _slot(self, path: str) -> Any:
        known = {slot.path: slot for slot in self.layout.parameters()}
        if path not in known:
            raise UnknownPathError(f"There is no parameter called {path!r}: {nearest(path, known)}.")
        return known[path]

    def __reduce__(self) -> tuple[Any, ...]:
        return State, (self.layout, self.step, self.vector)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.step == other.step and np.array_equal(self.vector, other.vector)

    def __hash__(self) -> int:
        return hash((self.step, self.vector.tobytes()))

    def __repr__(self) -> str:
        return f"State(step={self.step}, parameters={self.parameters.size})"


def frozen(array: Array) -> Array:
    """The array, read-only from now on."""
    array.setflags(write=False)
    return array
