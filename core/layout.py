"""The layout says which number of a row is which: path and kind to a strided place in one flat array."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import UnknownPathError, nearest

Array = NDArray[np.float64]
Kind = Literal["value", "adjoint", "update"]

KINDS: tuple[Kind, ...] = ("value", "adjoint", "update")
PARAMETERS = ("weight", "scale", "bias")


@dataclass(frozen=True, slots=True)
class Slot:
    """One named quantity in a row.

    shape: as users see it, (batch, units) for values and (out, in) for weights;  strides: in numbers, not bytes;
    role: data, mask, weighted_sum, moment, normalised, pre_activation, branch, activation, slope, route, weight, scale,
    bias, tied, masked_weight, statistic, loss, pull, norm, clipped, memory, rate or proposed.
    """

    path: str
    kind: Kind
    role: str
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def view(self, row: Array) -> Array:
        """The quantity as a view into `row`; read-only when the row is."""
        size = row.itemsize
        view: Array = np.ndarray(
            self.shape, row.dtype, row, self.offset * size, tuple(stride * size for stride in self.strides)
        )
        return view

    def entries(self) -> list[str]:
        """The paths of the single numbers: h1/W[0,0], h1/W[0,1], …"""
        return [f"{self.path}[{','.join(map(str, index))}]" for index in np.ndindex(self.shape)]

    def numbered(self, values: Array) -> Iterator[tuple[tuple[int, ...], float]]:
        """Each number with its index."""
        return ((index, float(values[index])) for index in np.ndindex(self.shape))

    def places(self) -> NDArray[np.intp]:
        """The index into the row of every entry, in the shape of the quantity."""
        grid = np.indices(self.shape, sparse=True)
        start = np.full(self.shape, self.offset, dtype=np.intp)
        return sum((axis * stride for axis, stride in zip(grid, self.strides, strict=True)), start)


class Layout:
    """All slots of a program in the order they lie in the row, and the blocks they form."""

    def __init__(self, slots: tuple[Slot, ...], blocks: dict[str, slice], size: int) -> None:
        self.slots = slots
        self.blocks = blocks
        self.size = size
        self._index = {(slot.path, slot.kind): slot for slot in slots}

    def __iter__(self) -> Iterator[Slot]:
        return iter(self.slots)

    def __contains__(self, key: tuple[str, Kind]) -> bool:
        return key in self._index

    def slot(self, path: str, kind: Kind = "value") -> Slot:
        """The slot of a path; an unknown path raises an error that names the nearest known ones."""
        found = self._index.get((path, kind))
        if found is None:
            raise UnknownPathError(
                f"Nothing called {path!r} has a recorded {kind} here: {nearest(path, self.paths(kind))}."
            )
        return found

    def paths(self, kind: Kind = "value") -> list[str]:
        """All paths that have this kind of number."""
        return [slot.path for slot in self.slots if slot.kind == kind]

    def parameters(self) -> list[Slot]:
        """The slots of all weights, scales and biases, in storage order."""
        return [slot for slot in self.slots if slot.kind == "value" and slot.role in PARAMETERS]

    def carried(self) -> list[tuple[str, tuple[int, ...]]]:
        """Path and shape of all that a state carries: parameters, running statistics and the optimizer's memory."""
        return [(slot.path, slot.shape) for slot in self.carried_slots()]

    def carried_slots(self) -> list[Slot]:
        """The slots of all that a state carries."""
        roles = (*PARAMETERS, "statistic", "memory")
        return [slot for slot in self.slots if slot.kind == "value" and slot.role in roles]

    def in_state(self, slot: Slot) -> NDArray[np.intp]:
        """The index into the vector of a state (the model, then memory) of every entry of a slot that it carries."""
        model, memory = self.blocks["model"], self.blocks["memory"]
        before = memory.start - (model.stop - model.start) if slot.role == "memory" else model.start
        return np.asarray(slot.places() - before)

    def view(self, row: Array, path: str, kind: Kind = "value") -> Array:
        """A recorded quantity as a view into `row`."""
        return self.slot(path, kind).view(row)

    def where(self, position: int) -> Slot:
        """The slot that owns this position of the row (a bias shares its matrix with the weights)."""
        for slot in self.slots:
            if position in slot.places():
                return slot
        raise UnknownPathError(
            f"Position {position} of the row belongs to no quantity; the row has {self.size} numbers."
        )
