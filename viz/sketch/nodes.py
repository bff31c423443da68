"""One number per node: a recorded value or adjoint, taken over pixels or steps, and over the batch or of one example.

example: the row of the batch whose numbers these are; None for all of the batch together.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout, Slot
from core.narrate import delta_norms, norm
from viz.sketch.columns import Column, columns

Array = NDArray[Any]
Reduce = Callable[..., Any]
# The axes of pixels, steps and examples in (rows, before, nodes, after, batch).
WITHIN_A_NODE = (1, 3, 4)


def activations(layout: Layout, rows: Array, example: int | None = None) -> Array:
    """The mean activation of every node, (n, nodes)."""
    parts = [over_node(layout, rows, one, one.path, np.mean, "value", example) for one in columns(layout)]
    return np.concatenate(parts, axis=1)


def deltas(layout: Layout, rows: Array, example: int | None = None) -> Array:
    """The summed delta of every node, (n, nodes); NaN for the data."""
    parts = [np.full((len(rows), columns(layout)[0].units), np.nan)]
    parts += [over_node(layout, rows, one, one.delta, np.sum, "adjoint", example) for one in columns(layout)[1:]]
    return np.concatenate(parts, axis=1)


def arriving(layout: Layout, rows: Array, example: int | None = None) -> Array:
    """The Euclidean norm of the delta of each layer, (n, layers without x)."""
    if example is None:
        return delta_norms(layout, rows)
    slots = [layout.slot(column.delta, "adjoint") for column in columns(layout)[1:]]
    return np.stack([norm(rows[:, slot.offset + example : end_of(slot) : slot.shape[0]]) for slot in slots], axis=1)


def end_of(slot: Slot) -> int:
    """Where the numbers of a quantity end; those of one example lie `batch` places apart."""
    return slot.offset + prod(slot.shape)


def over_node(
    layout: Layout,
    rows: Array,
    column: Column,
    path: str,
    reduce: Reduce,
    kind: Kind = "value",
    example: int | None = None,
) -> Array:
    """Reduce a recorded quantity to a number per node, in all rows at once: (n, nodes)."""
    slot = layout.slot(path, kind)
    numbers = rows[:, slot.offset : slot.offset + prod(slot.shape)]
    batch, steps = slot.shape[0], prod(slot.shape[1:]) // (column.units * column.after)
    shaped = numbers.reshape(len(rows), steps, column.units, column.after, batch)
    own = shaped if example is None else shaped[..., example : example + 1]
    return np.asarray(reduce(own, axis=WITHIN_A_NODE))


def picture(layout: Layout, rows: Array, example: int | None = None) -> Array | None:
    """The mean image, (n, pixels), where the data are one node with many pixels."""
    data = columns(layout)[0]
    if not data.image or data.after == 1:
        return None
    slot = layout.slot("x")
    numbers = rows[:, slot.offset : slot.offset + prod(slot.shape)]
    shaped = numbers.reshape(len(rows), data.after, slot.shape[0])
    return np.asarray(shaped.mean(axis=2) if example is None else shaped[:, :, example])
