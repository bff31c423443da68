"""A block of a walk: numbers that are computed one after the other, each as a sum of products."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.explain.derivation import Index, added_up
from core.explain.places import is_batched
from core.explain.slopes import part, read
from core.layout import Layout, Slot
from core.ops import Op
from core.ops.op import Array
from core.program import Program
from core.step import Step

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a recorded step: `row` of its batch."""

    program: Program
    step: Step
    row: int

    @property
    def layout(self) -> Layout:
        """Which number lies where."""
        return self.program.layout


@dataclass(frozen=True, slots=True)
class Factor:
    """A number in a product.  kind: value, adjoint, share (of an example), clipped (the gradient as the optimizer read
    it), update, or slope: the latter has no path.
    """

    path: str
    index: Index
    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class Product:
    """What is added to a number.  kind: of the operation, or what else it is;  factors: none where it is no product;
    sources: what an operation that is applied as a whole reads at the same place.
    """

    kind: str
    value: float
    factors: tuple[Factor, ...] = ()
    sources: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Block(ABC):
    """order: the places, among the numbers of one example or of what all share, in the order of the walk;
    counts: how many products each has, at least one.
    """

    phase: str
    layer: str
    slot: Slot
    order: Places
    counts: Places

    @abstractmethod
    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """Some of the products of a number; `unit` counts in the order of the walk."""

    @abstractmethod
    def total(self, case: Case, unit: int) -> float:
        """What they add up to, as recorded where it is."""

    def so_far(self, case: Case, unit: int, done: int) -> float:
        """The sum of the first products."""
        return added_up([product.value for product in self.products(case, unit, range(done))])

    def index(self, case: Case, unit: int) -> Index:
        """Which entry of the slot the number is."""
        return entry(self.slot, int(self.order[unit]), case.row)


def shape_of(slot: Slot) -> tuple[int, ...]:
    """Of one example, or of what all share."""
    return slot.shape[1:] if is_batched(slot) else slot.shape


def size_of(slot: Slot) -> int:
    """How many numbers that is."""
    return prod(shape_of(slot))


def entry(slot: Slot, place: int, row: int) -> Index:
    """From a place to the index."""
    inner = tuple(int(i) for i in np.unravel_index(place, shape_of(slot))) if shape_of(slot) else ()
    return (row, *inner) if is_batched(slot) else inner


def positions(slot: Slot) -> Places:
    """Where in the row the numbers of the first example lie, or those of what all share; flat."""
    places = slot.places()
    return np.asarray(places[0] if is_batched(slot) else places).ravel()


def places_in(slot: Slot, wanted: Places) -> Places:
    """The place in this slot of each position of the row, −1 where it is another's."""
    own = positions(slot)
    order = np.argsort(own)
    near = order[np.minimum(np.searchsorted(own, wanted, sorter=order), len(own) - 1)]
    return np.where(own[near] == wanted, near, -1)


def one_hot(slot: Slot, place: int) -> Array:
    """A change of one number by 1, of one example."""
    tangent = np.zeros(size_of(slot))
    tangent[place] = 1.0
    return tangent.reshape((1, *shape_of(slot)) if is_batched(slot) else slot.shape)


def change(op: Op, case: Case, tangents: dict[str, Array], numbered: tuple[str, ...] = ()) -> Array:
    """How the output of an operation changes for this example, flat.

    numbered: inputs whose numbers are replaced by 1, 2, 3 …, so that a slope tells which of them it is.
    """
    values = {slot.path: part(slot, case.step, case.row) for slot in read(op, case.layout)}
    start = 1
    for path in numbered:
        values[path] = np.arange(start, start + values[path].size, dtype=float).reshape(values[path].shape)
        start += values[path].size
    with np.errstate(all="ignore"):
        return np.asarray(op.jvp(values, tangents)).ravel()


def number_called(case: Case, numbered: tuple[str, ...], slope: float) -> Factor | None:
    """The number behind a slope at numbered inputs."""
    count = round(slope) - 1 if np.isfinite(slope) and slope == round(slope) else -1
    for path in numbered:
        slot = case.layout.slot(path)
        if 0 <= count < size_of(slot):
            index = entry(slot, count, case.row)
            return Factor(path, index, "value", float(case.step.value(path)[index]))
        count -= size_of(slot)
    return None
