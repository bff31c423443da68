"""What a weighted sum adds up: each product of a weight and an input by name, and with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from core.explain.derivation import added_up
from core.explain.places import Index, index_of, position_of
from core.layout import Layout, Slot
from core.ops import Conv2d, InputSums, Op, Spread
from core.program import Program
from core.step import Step

Number = tuple[str, Index]
# A weight and what it is multiplied with; nothing for a bias.
Pair = tuple[Number, Number | None]


@dataclass(frozen=True, slots=True)
class Summand:
    """weight · input; a bias has no input and counts once."""

    weight: Number
    input: Number | None
    weight_value: float
    input_value: float

    @property
    def product(self) -> float:
        """What it adds."""
        return self.weight_value * self.input_value


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A recorded number and what it is the sum of."""

    number: Number
    recorded: float
    summands: tuple[Summand, ...]

    @property
    def total(self) -> float:
        """What they add up to."""
        return added_up([one.product for one in self.summands])

    @property
    def biases(self) -> tuple[Summand, ...]:
        """Those without an input."""
        return tuple(one for one in self.summands if one.input is None)

    def largest(self, count: int) -> tuple[tuple[Summand, ...], tuple[Summand, ...]]:
        """The products that add most, the largest first, and the others; all in their order where one would be left."""
        products = tuple(one for one in self.summands if one.input)
        if len(products) <= count + 1:
            return products, ()
        ordered = sorted(products, key=lambda one: -abs(one.product))
        return tuple(ordered[:count]), tuple(ordered[count:])


def weighted_sum(program: Program, step: Step, path: str, index: Index) -> WeightedSum:
    """The products of all operations that write to this number, those of the first operation first."""
    layout = program.layout
    position = position_of(layout.slot(path), index)
    pairs: list[Pair] = []
    for op in program.network.ops:
        place = index_of(layout.slot(op.output), position) if op.kind in PAIRS else None
        if place is not None:
            pairs += PAIRS[op.kind](layout, op, place)
    return WeightedSum((path, index), float(step.value(path)[index]), tuple(with_numbers(step, pairs)))


def with_numbers(step: Step, pairs: list[Pair]) -> Iterator[Summand]:
    """What was recorded of each weight and input."""
    views = {number[0]: step.value(number[0]) for pair in pairs for number in pair if number}
    for weight, given in pairs:
        value = float(views[given[0]][given[1]]) if given else 1.0
        yield Summand(weight, given, float(views[weight[0]][weight[1]]), value)


def through(slot: Slot, example: int, place: int) -> Number:
    """A number of an example by its place when they are laid out flat."""
    return slot.path, (example, *(int(i) for i in np.unravel_index(place, slot.shape[1:])))


def of_dense(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """W_ji · x_i and b_j."""
    (example, unit), x = place, layout.slot(op.inputs[0])
    for i in range(prod(x.shape[1:])):
        yield (op.inputs[1], (unit, i)), through(x, example, i)
    yield from biases(op.inputs[2:], unit)


def of_tied(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """W_ji · x_j and b_i."""
    (example, unit), x = place, layout.slot(op.inputs[0])
    for j in range(prod(x.shape[1:])):
        yield (op.inputs[1], (j, unit)), through(x, example, j)
    yield from biases(op.inputs[2:], unit)


def of_convolution(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """W_fcij · x_c,sy+i−p,sx+j−p, where that lies inside the image, and b_f."""
    assert isinstance(op, Conv2d)
    (example, unit, *at), x, window = place, layout.slot(op.inputs[0]), op.window
    channels, *size = window.image
    for c, i, j in np.ndindex(channels, window.size, window.size):
        y, across = (window.stride * a + k - window.padding for a, k in zip(at, (i, j), strict=True))
        if 0 <= y < size[0] and 0 <= across < size[1]:
            yield (op.inputs[1], (unit, c, i, j)), through(x, example, (c * size[0] + y) * size[1] + across)
    yield from biases(op.inputs[2:], unit)


def of_steps(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """W_ji · x_ti and b_j, of the rows that are computed here."""
    assert isinstance(op, InputSums)
    (example, time, row), x = place, layout.slot(op.inputs[0])
    row += op.rows.start
    if row >= op.rows.stop:
        return
    features = prod(x.shape[1:]) // op.steps
    for i in range(features):
        yield (op.inputs[1], (row, i)), through(x, example, time * features + i)
    yield from biases(op.inputs[2:], row)


def of_recurrence(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """U_jk · h_k of the step before."""
    (example, row), (before, weights) = place, op.inputs
    for k in range(layout.slot(before).shape[1]):
        yield (weights, (row, k)), (before, (example, k))


def of_spread(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """c_j, of the rows that have it."""
    assert isinstance(op, Spread)
    if op.rows.start <= place[-1] < op.rows.stop:
        yield from biases(op.inputs, place[-1] - op.rows.start)


def of_product(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """r · q."""
    r, q = op.inputs
    yield (r, place), (q, place)


def of_scale(layout: Layout, op: Op, place: Index) -> Iterator[Pair]:
    """γ_j · n_j and b_j."""
    n, gamma, bias = op.inputs
    yield (gamma, place[-1:]), (n, place)
    yield (bias, place[-1:]), None


def biases(paths: tuple[str, ...], unit: int) -> Iterator[Pair]:
    """b_j, where there is one."""
    yield from (((path, (unit,)), None) for path in paths)


PAIRS: dict[str, Callable[[Layout, Op, Index], Iterator[Pair]]] = {
    "affine": of_dense,
    "tied_affine": of_tied,
    "conv2d": of_convolution,
    "input_sums": of_steps,
    "recur": of_recurrence,
    "spread": of_spread,
    "add_product": of_product,
    "scale_shift": of_scale,
}
