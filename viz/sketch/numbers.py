"""The numbers of edges: of one weight as it is, of a group of weights their Euclidean norm."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout
from viz.sketch.columns import columns
from viz.sketch.families import Family, families
from viz.sketch.nodes import over_node

Array = NDArray[Any]


def edge_numbers(layout: Layout, row: Array, kind: Kind) -> Array:
    """One kind of number of every edge, (edges,)."""
    return np.concatenate([family_numbers(layout, row, family, kind) for family in families(layout)])


def edge_signals(layout: Layout, row: Array, example: int | None = None) -> Array:
    """The number on the source node times that of the edge, (edges,); example: the row of the batch it is taken of."""
    parts = []
    for family in families(layout):
        source = columns(layout)[family.source]
        activation = over_node(layout, row[None], source, source.path, np.mean, "value", example)[0]
        weight = family_numbers(layout, row, family, "value")
        parts.append((weight.reshape(family.rows, family.columns) * activation).ravel())
    return np.concatenate(parts)


def family_numbers(layout: Layout, row: Array, family: Family, kind: Kind) -> Array:
    """One kind of number of the edges of a family."""
    if family.size == 1:
        return layout.view(row, family.path, kind).reshape(family.count)
    return together(row[family.places + family.of_kind(layout, kind)])


def chosen_numbers(layout: Layout, rows: Array, chosen: Array, kind: Kind) -> Array:
    """The same of some edges, in all rows at once: (n, chosen)."""
    found = np.empty((len(rows), len(chosen)))
    for family in families(layout):
        here = (chosen >= family.first) & (chosen < family.first + family.count)
        places = family.places[chosen[here] - family.first] + family.of_kind(layout, kind)
        found[:, here] = together(rows[:, places])
    return found


def together(numbers: Array) -> Array:
    """One number as it is; of several, along the last axis, the norm."""
    if numbers.shape[-1] == 1:
        return np.asarray(numbers[..., 0])
    return np.sqrt(np.einsum("...i,...i->...", numbers, numbers))
