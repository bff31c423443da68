"""∂k/∂u for every number k that an operation computes from u, by the operation's own forward-mode derivative."""

from __future__ import annotations

import numpy as np

from core.explain.places import Index, is_batched
from core.layout import Layout, Slot
from core.ops import Op, slope_path
from core.ops.op import Array
from core.step import Step


def local_slopes(op: Op, step: Step, path: str, index: Index) -> tuple[Array, Array, int]:
    """∂output/∂path[index], which entries of the output depend on it at all, and the example that both begin with.

    Seed one entry, read the change of the output.  Where examples do not meet, only that of the entry is computed.
    """
    layout = step.layout
    alone = is_batched(layout.slot(path)) and is_batched(layout.slot(op.output))
    first = index[0] if alone else 0
    values = {slot.path: part(slot, step, first) if alone else step.value(slot.path) for slot in read(op, layout)}
    tangent = np.zeros_like(values[path])
    tangent[(0, *index[1:]) if alone else index] = 1.0
    with np.errstate(all="ignore"):  # A step that overflowed is recorded, and is explained as it is.
        change = op.jvp(values, {path: tangent})
    return change, (change != 0.0) | (op.jvp(elsewhere(values, path, tangent), {path: tangent}) != 0.0), first


def read(op: Op, layout: Layout) -> list[Slot]:
    """What the derivative of an operation may look at."""
    paths = dict.fromkeys((*op.inputs, op.output, slope_path(op.output)))
    return [layout.slot(path) for path in paths if (path, "value") in layout]


def part(slot: Slot, step: Step, example: int) -> Array:
    """One example of what has examples, all of what they share."""
    value = step.value(slot.path)
    return value[example : example + 1] if is_batched(slot) else value


def elsewhere(values: dict[str, Array], largest: str, at: Array) -> dict[str, Array]:
    """A point where no number is 0 and no two are equal, so that no slope vanishes by chance.

    largest, at: the path whose number with a 1 in `at` is larger than all others, so that it is the maximum of a pool.
    """
    rng = np.random.default_rng(0)
    point = {path: rng.uniform(0.1, 0.9, value.shape) for path, value in values.items()}
    return point | {largest: point[largest] + at}
