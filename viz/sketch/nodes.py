"""One number per node: a recorded value or adjoint, taken over the batch and over pixels or steps."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout
from viz.sketch.columns import Column, columns

Array = NDArray[Any]
Reduce = Callable[..., Any]
# The axes of pixels, steps and examples in (rows, before, nodes, after, batch).
WITHIN_A_NODE = (1, 3, 4)


def activations(layout: Layout, rows: Array) -> Array:
    """The mean activation of every node, (n, nodes)."""
    return np.concatenate([over_node(layout, rows, one, one.path, np.mean) for one in columns(layout)], axis=1)


def deltas(layout: Layout, rows: Array) -> Array:
    """The summed delta of every node, (n, nodes); NaN for the data."""
    parts = [np.full((len(rows), columns(layout)[0].units), np.nan)]
    parts += [over_node(layout, rows, one, one.delta, np.sum, "adjoint") for one in columns(layout)[1:]]
    return np.concatenate(parts, axis=1)


def over_node(layout: Layout, rows: Array, column: Column, path: str, reduce: Reduce, kind: Kind = "value") -> Array:
    """Reduce a recorded quantity to a number per node, in all rows at once: (n, nodes)."""
    slot = layout.slot(path, kind)
    numbers = rows[:, slot.offset : slot.offset + prod(slot.shape)]
    batch, steps = slot.shape[0], prod(slot.shape[1:]) // (column.units * column.after)
    shaped = numbers.reshape(len(rows), steps, column.units, column.after, batch)
    return np.asarray(reduce(shaped, axis=WITHIN_A_NODE))


def picture(layout: Layout, rows: Array) -> Array | None:
    """The mean image of the batch, (n, pixels), where the data are one node with many pixels."""
    data = columns(layout)[0]
    if not data.image or data.after == 1:
        return None
    slot = layout.slot("x")
    numbers = rows[:, slot.offset : slot.offset + prod(slot.shape)]
    return np.asarray(numbers.reshape(len(rows), data.after, slot.shape[0]).mean(axis=2))
