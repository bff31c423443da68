"""Forward: every number as a sum of weight × input, or as an operation applied once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.explain.places import is_batched
from core.explain.walk.block import (
    Block,
    Case,
    Factor,
    Places,
    Product,
    change,
    entry,
    number_called,
    one_hot,
)
from core.explain.walk.wiring import Rows, is_weight
from core.ops import Op
from core.ops.op import Array


@dataclass(frozen=True, slots=True, eq=False)
class Sums(Block):
    """Weighted sums.  pieces: what is added, with the output each number is there, −1 where that adds nothing to it."""

    pieces: tuple[tuple[Rows, Places], ...]

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """Weight × what it is multiplied with: the slope of the sum in the weight."""
        return [self.product(case, unit, place) for place in places]

    def product(self, case: Case, unit: int, place: int) -> Product:
        """One of them."""
        for rows, output, weights in self.of(unit):
            if place < len(weights):
                return weighted(case, rows, output, int(weights[place]))
            place -= len(weights)
        return Product("nothing", 0.0)

    def so_far(self, case: Case, unit: int, done: int) -> float:
        """In one go: the change of the output for the weights that were there, as if they had come from 0."""
        total = 0.0
        for rows, output, weights in self.of(unit):
            some, done = weights[: max(done, 0)], done - len(weights)
            total += float(change(rows.op, case, {rows.path: only(case, rows.path, some)})[output])
        return total

    def total(self, case: Case, unit: int) -> float:
        """As recorded."""
        return float(case.step.value(self.slot.path)[self.index(case, unit)])

    def of(self, unit: int) -> list[tuple[Rows, int, Places]]:
        """The pieces of a number: which output it is there, and the places of the weights."""
        found = []
        for rows, outputs in self.pieces:
            output = int(outputs[unit])
            if output >= 0 and rows.rows[output] >= 0:
                found.append((rows, output, rows.entries[rows.rows[output]]))
        return found


def weighted(case: Case, rows: Rows, output: int, place: int) -> Product:
    """One weight times its slope, which is the number it is multiplied with, or 1."""
    slot, tangents = case.layout.slot(rows.path), {rows.path: one_hot(case.layout.slot(rows.path), place)}
    index = entry(slot, place, case.row)
    weight, slope = float(case.step.value(rows.path)[index]), float(change(rows.op, case, tangents)[output])
    left = Factor(rows.path, index, "value", weight)
    return Product(rows.op.kind, weight * slope, (left, *others(case, rows, tangents, np.array([output]), [slope])))


def others(case: Case, rows: Rows, tangents: dict[str, Array], outputs: Places, slopes: list[float]) -> list[Factor]:
    """The inputs behind the slopes of some outputs in a weight, by name; a bias is multiplied with 1."""
    inputs = data_of(rows.op, case, rows.path)
    nameless = [Factor("", (), "slope", slope) for slope in slopes]
    if not inputs or case.layout.slot(rows.path).role == "bias":
        return nameless
    numbers = change(rows.op, case, tangents, inputs)[outputs].tolist()
    found = (number_called(case, inputs, number) for number in numbers)
    return [plain if one is None else one for one, plain in zip(found, nameless, strict=True)]


def data_of(op: Op, case: Case, path: str) -> tuple[str, ...]:
    """The inputs that the weights of an operation are multiplied with."""
    return tuple(one for one in op.inputs if one != path and not is_weight(case.layout.slot(one)))


def only(case: Case, path: str, places: Places) -> Array:
    """These weights as they are, all others 0; a number of an example likewise."""
    slot = case.layout.slot(path)
    value = case.step.value(path)
    own = value[case.row : case.row + 1] if is_batched(slot) else value
    kept = np.zeros(own.size)
    kept[places] = own.ravel()[places]
    return kept.reshape(own.shape)


@dataclass(frozen=True, slots=True, eq=False)
class Applied(Block):
    """Numbers that an operation gives in one go: activations, pooling, gates, statistics of the batch."""

    op: Op

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """The operation, with what it reads at the same place where its inputs have as many numbers as its output."""
        index, slots = self.index(case, unit), [case.layout.slot(path) for path in self.op.inputs]
        alike = [one for one in slots if one.shape == self.slot.shape and one.path not in (self.slot.path, "y")]
        sources = tuple(Factor(one.path, index, "value", float(case.step.value(one.path)[index])) for one in alike)
        return [Product(self.op.kind, self.total(case, unit), (), sources) for _ in places]

    def total(self, case: Case, unit: int) -> float:
        """As recorded."""
        return float(case.step.value(self.slot.path)[self.index(case, unit)])
