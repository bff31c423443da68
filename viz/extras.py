"""What masks and batch normalisation add to the picture of a step: absent for a network that has none of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout, Slot
from viz.graph import share_alive
from viz.sketch.columns import columns

Array = NDArray[Any]

# Of a normalised unit: mean and variance of the batch, the largest |n|, and how large each route of the gradient is.
NORM = ("mean", "variance", "n", "by value", "by mean", "by variance")
ROUTES = ("value", "mean", "variance")


def extras(layout: Layout, rows: Array, example: int | None = None) -> dict[str, Array]:
    """The segments `alive`, `kept` and `norm` of docs/stage.md, those of them that the layout has."""
    makers: dict[str, Callable[[Layout, Array], Array]] = {
        "alive": partial(alive, example=example),
        "kept": kept,
        "norm": norm,
    }
    return {name: makers[name](layout, rows) for name in recorded(layout)}


def recorded(layout: Layout) -> list[str]:
    """Which of them a network has."""
    names = [column.name for column in columns(layout)]
    has = {
        "alive": any((f"{name}/mask", "value") in layout for name in names),
        "kept": any((f"{name}/W:mask", "value") in layout for name in names),
        "norm": any((f"{name}/n", "value") in layout for name in names),
    }
    return [name for name, there in has.items() if there]


def alive(layout: Layout, rows: Array, example: int | None = None) -> Array:
    """For which share of the batch each node takes part, (n, nodes); of one example 1 or 0."""
    shares = [share_alive(layout, rows, column, example) for column in columns(layout)]
    return np.asarray(np.concatenate(shares, axis=1), np.float32)


def kept(layout: Layout, rows: Array) -> Array:
    """1 for each parameter that takes part in the step, 0 for a weight that is left out, (n, parameters)."""
    block = layout.blocks["parameter"]
    found = np.ones((len(rows), block.stop - block.start), np.uint8)
    for slot in layout.parameters():
        if (f"{slot.path}:mask", "value") in layout:
            found[:, places(slot) - block.start] = taken(layout, rows, f"{slot.path}:mask") != 0.0
    return found


def norm(layout: Layout, rows: Array) -> Array:
    """The numbers of `NORM`, one after the other for all nodes, (n, 6 nodes); NaN where a unit is not normalised."""
    parts = [measured(layout, rows, column.name, column.units) for column in columns(layout)]
    joined = np.concatenate(parts, axis=2)
    return np.asarray(joined.reshape(len(rows), joined.shape[1] * joined.shape[2]), np.float32)


def measured(layout: Layout, rows: Array, name: str, units: int) -> Array:
    """The numbers of `NORM` for one layer, (n, 6, units)."""
    if (f"{name}/n", "value") not in layout:
        return np.full((len(rows), len(NORM), units), np.nan)
    routes = [np.linalg.norm(taken(layout, rows, f"{name}/s:{route}"), axis=1) for route in ROUTES]
    largest = np.abs(taken(layout, rows, f"{name}/n")).max(axis=1)
    moments = [taken(layout, rows, f"{name}/{moment}") for moment in ("mean", "variance")]
    return np.stack([*moments, largest, *routes], axis=1)


def taken(layout: Layout, rows: Array, path: str) -> Array:
    """A recorded value in all rows at once: (n, *shape)."""
    return np.asarray(rows[:, places(layout.slot(path))])


def places(slot: Slot) -> NDArray[np.int64]:
    """Where in the row each entry of a slot lies."""
    found = np.full(slot.shape, slot.offset, np.int64)
    for index, stride in zip(np.indices(slot.shape), slot.strides, strict=True):
        found += index * stride
    return found
