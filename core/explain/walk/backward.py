"""Backward: every adjoint, and this example's share of every gradient, as a sum of adjoint × slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.explain.derivation import added_up
from core.explain.places import is_batched
from core.explain.slopes import local_slopes
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
from core.explain.walk.forward import others
from core.explain.walk.wiring import Rows, Uses, is_weight
from core.ops import Op


@dataclass(frozen=True, slots=True, eq=False)
class Adjoints(Block):
    """Adjoints.  uses: where the numbers are used, with what each is called there, −1 where it is not."""

    uses: tuple[tuple[Uses, Places], ...]

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """Upstream adjoint × slope, for every later number."""
        found = []
        for uses, inputs in self.uses:
            if inputs[unit] >= 0:
                found += through(case, uses, int(inputs[unit]))
        return found[places.start : places.stop]

    def total(self, case: Case, unit: int) -> float:
        """As recorded."""
        return float(case.step.adjoint(self.slot.path)[self.index(case, unit)])


def through(case: Case, uses: Uses, place: int) -> list[Product]:
    """The products through one operation; of what all examples share, those of one example after the other."""
    own, output = (case.layout.slot(path) for path in (uses.path, uses.op.output))
    shared = not is_batched(own) and is_batched(output)
    cases = [Case(case.program, case.step, row) for row in range(case.program.batch)] if shared else [case]
    return [product for one in cases for product in of_example(one, uses, place)]


def of_example(case: Case, uses: Uses, place: int) -> list[Product]:
    """The products of one example."""
    op, output, targets = uses.op, case.layout.slot(uses.op.output), uses.of(place)
    slopes = slopes_at(case, uses, place)
    if output.role == "loss":
        slope = float(slopes[0])
        return [Product(op.kind, slope, (Factor(op.output, (), "adjoint", 1.0), Factor("", (), "slope", slope)))]
    names, adjoint, found = numbered_slopes(case, uses, place), case.step.adjoint(op.output), []
    for target in targets.tolist():
        at, slope = entry(output, target, case.row), float(slopes[target])
        left = Factor(op.output, at, "adjoint", float(adjoint[at]))
        called = None if names is None else number_called(case, weights_of(op, case), float(names[target]))
        found.append(
            Product(op.kind, left.value * slope, (left, Factor("", (), "slope", slope) if called is None else called))
        )
    return found


def slopes_at(case: Case, uses: Uses, place: int) -> np.ndarray:
    """∂output/∂number, flat; of an output that all examples share, with all of them."""
    own, output = (case.layout.slot(path) for path in (uses.path, uses.op.output))
    if not is_batched(output) and output.role != "loss":
        return local_slopes(uses.op, case.step, uses.path, entry(own, place, case.row))[0].ravel()
    return change(uses.op, case, {uses.path: one_hot(own, place)})


def weights_of(op: Op, case: Case) -> tuple[str, ...]:
    """The weights of an operation."""
    return tuple(path for path in op.inputs if is_weight(case.layout.slot(path)))


def numbered_slopes(case: Case, uses: Uses, place: int) -> np.ndarray | None:
    """The same with the weights numbered, where the number is an input that weights are multiplied with."""
    weights, own = weights_of(uses.op, case), case.layout.slot(uses.path)
    if not weights or is_weight(own) or not is_batched(case.layout.slot(uses.op.output)):
        return None
    return change(uses.op, case, {uses.path: one_hot(own, place)}, weights)


@dataclass(frozen=True, slots=True, eq=False)
class Shares(Block):
    """What one example adds to the gradient of each weight.

    pieces: the sums that take the weight, in forward order;  masked: what is made of it before it is used, with the
    shares of that.
    """

    pieces: tuple[tuple[Rows, tuple[Places, ...]], ...]
    masked: tuple[tuple[Uses, Shares], ...] = ()

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """Delta × input for every number that the weight goes into: one, or one for every place or step."""
        place, found = int(self.order[unit]), []
        for rows, outputs in self.pieces:
            tangents = {rows.path: one_hot(self.slot, place)}
            targets = outputs[row_of(rows, place)]
            found += shares(case, rows, tangents, targets)
        for uses, behind in self.masked:
            found += through_mask(case, uses, behind, place)
        return found[places.start : places.stop]

    def total(self, case: Case, unit: int) -> float:
        """The sum; what is recorded is that of all examples."""
        return added_up([product.value for product in self.products(case, unit, range(int(self.counts[unit])))])


def through_mask(case: Case, uses: Uses, behind: Shares, place: int) -> list[Product]:
    """The example's share of what is made of the weight, × the slope of that: 0 where the weight is left out."""
    slopes, found = slopes_at(case, uses, place), []
    for target in uses.of(place).tolist():
        slope = float(slopes[target])
        left = Factor(uses.op.output, behind.index(case, target), "share", behind.total(case, target))
        found.append(Product(uses.op.kind, left.value * slope, (left, Factor("", (), "slope", slope))))
    return found


def row_of(rows: Rows, place: int) -> int:
    """The row that a weight belongs to."""
    return int(np.nonzero((rows.entries == place).any(axis=1))[0][0])


def shares(case: Case, rows: Rows, tangents: dict[str, np.ndarray], targets: Places) -> list[Product]:
    """One product for every output that takes the weight."""
    op, output = rows.op, case.layout.slot(rows.op.output)
    slopes, adjoint, found = change(op, case, tangents)[targets].tolist(), case.step.adjoint(op.output), []
    named = others(case, rows, tangents, targets, slopes)
    for target, slope, right in zip(targets.tolist(), slopes, named, strict=True):
        at = entry(output, target, case.row)
        left = Factor(op.output, at, "adjoint", float(adjoint[at]))
        found.append(Product(op.kind, left.value * slope, (left, right)))
    return found
