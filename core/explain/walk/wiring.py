"""Which numbers an operation connects: asked of its own derivative, at a point where nothing vanishes by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explain.places import is_batched
from core.explain.slopes import read
from core.explain.walk.block import Places, shape_of, size_of
from core.layout import PARAMETERS, Layout, Slot
from core.ops import Op
from core.ops.op import Array

WEIGHTS = (*PARAMETERS, "tied", "masked_weight")
# So many examples are asked at once.
CHUNK = 64


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """An operation adds up products with a weight: of which row (along `axis`) each of its outputs takes the weights.

    rows: by output of an example, −1 where it takes none;  entries: (rows, weights of a row), places in the weight.
    """

    op: Op
    path: str
    rows: Places
    entries: Places


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """The outputs that an operation computes from each number of an input: those of number u lie from starts[u] on."""

    op: Op
    path: str
    starts: Places
    targets: Places

    def of(self, place: int) -> Places:
        """The outputs that use a number."""
        return self.targets[self.starts[place] : self.starts[place + 1]]


def rows_of(op: Op, layout: Layout, path: str) -> Rows:
    """Found by three changes where all numbers are 1: of all weights alike, by their row, and by its square."""
    slot = layout.slot(path)
    values = {one.path: np.ones(example_shape(one)) for one in read(op, layout)}
    shape, found = values[path].shape, []
    plain = np.asarray(op.jvp(values, {path: np.ones(shape)})).ravel()
    for axis in range(int(is_batched(slot)), min(len(shape), 2 + int(is_batched(slot)))):
        first, second = (change_by_row(op, values, path, axis, power) for power in (1, 2))
        rows = np.rint(np.divide(first, plain, out=np.zeros_like(first), where=plain != 0.0))
        if np.allclose(second, rows * first) and np.allclose(first, rows * plain):
            found.append((shape[axis], -axis, rows.astype(np.intp) - 1))
    _, axis, rows = max(found, key=lambda one: one[:2])
    entries = np.moveaxis(np.arange(slot_size(shape)).reshape(shape), -axis, 0).reshape(shape[-axis], -1)
    return Rows(op, path, rows, entries)


def change_by_row(op: Op, values: dict[str, Array], path: str, axis: int, power: int) -> Array:
    """The change of the outputs when every weight of row k changes by k^power, rows counted from 1."""
    shape = values[path].shape
    numbers = np.arange(1.0, shape[axis] + 1) ** power
    spread = np.broadcast_to(numbers.reshape([-1 if one == axis else 1 for one in range(len(shape))]), shape)
    return np.asarray(op.jvp(values, {path: np.array(spread)})).ravel()


def slot_size(shape: tuple[int, ...]) -> int:
    """How many numbers have this shape."""
    return int(np.prod(shape))


def example_shape(slot: Slot, examples: int = 1) -> tuple[int, ...]:
    """The shape for so many examples; of what all share its own."""
    return (examples, *shape_of(slot)) if is_batched(slot) else slot.shape


def uses_of(op: Op, layout: Layout, path: str) -> Uses:
    """Which outputs depend on each number of an input; of what all examples share, the outputs of one example."""
    own, output = layout.slot(path), layout.slot(op.output)
    count = size_of(own)
    if output.role == "loss":
        return Uses(op, path, np.arange(count + 1), np.zeros(count, np.intp))
    alone = is_batched(own) and is_batched(output)
    single = None if alone else one_each(op, layout, path)
    if single is not None:
        order = np.argsort(single, kind="stable")
        starts = np.searchsorted(single[order], np.arange(count + 1))
        return Uses(op, path, starts - starts[0], order[starts[0] :])
    step = CHUNK if alone else 1
    found = [depending(op, layout, path, np.arange(n, min(n + step, count)), alone) for n in range(0, count, step)]
    used = np.concatenate(found)
    return Uses(op, path, np.concatenate([[0], np.cumsum(used.sum(axis=1))]), np.nonzero(used)[1])


def one_each(op: Op, layout: Layout, path: str) -> Places | None:
    """By output the one number of the input that it depends on, −1 for none; None where one depends on several.

    A mask has as many numbers as the weights: they are told apart by the digits of their places, not one by one.
    """
    places = np.arange(size_of(layout.slot(path)))
    powers = 2 ** np.arange(max(1, len(places) - 1).bit_length())
    digits = [[moved_by(op, layout, path, places // power % 2 == digit) for digit in (0, 1)] for power in powers]
    if any((zero & one).any() for zero, one in digits):
        return None
    found = np.sum([power * one for power, (_, one) in zip(powers, digits, strict=True)], axis=0)
    return np.where(digits[0][0] | digits[0][1], found, -1)


def moved_by(op: Op, layout: Layout, path: str, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which outputs of one example change with these numbers of an input, flat."""
    rng = np.random.default_rng(0)
    values = {slot.path: rng.uniform(0.1, 0.9, example_shape(slot)) for slot in read(op, layout)}
    return np.asarray(op.jvp(values, {path: which.astype(float).reshape(values[path].shape)}).ravel() != 0.0)


def depending(op: Op, layout: Layout, path: str, places: Places, alone: bool) -> Array:
    """(places, outputs): one example for each place, in which its number is the largest and alone is moved."""
    rng, many = np.random.default_rng(0), len(places) if alone else 1
    values = {slot.path: rng.uniform(0.1, 0.9, example_shape(slot, many)) for slot in read(op, layout)}
    tangent = np.zeros_like(values[path])
    for row, place in enumerate(places):
        at = (row, place) if alone else (0, place)
        for array, value in ((values[path], 1.0), (tangent, 1.0)):
            array.reshape(many, -1)[at] = value
    return np.asarray(op.jvp(values, {path: tangent}).reshape(len(places), -1) != 0.0)


def is_weight(slot: Slot) -> bool:
    """Whether it is what a weighted sum is linear in, the same for all examples."""
    return slot.role in WEIGHTS
