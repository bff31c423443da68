"""Which edges of a crowded network are drawn: the strongest of every matrix; and how much the others are together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from core.narrate import norm
from viz.sketch.families import edge_count, families

Array = NDArray[Any]
# From a row to one number per edge.
Of = Callable[[Layout, Array], Array]


def choose(layout: Layout, rows: Array, of: Of, most: int, always: tuple[int, ...] = ()) -> Array:
    """The numbers of at most `most` edges, those that are largest in some row, in rising order.

    Each matrix has an equal share, so that no layer stands there without edges; what a small one leaves over goes to
    the others.  always: edges that are always among them.
    """
    if edge_count(layout) <= most:
        return np.arange(edge_count(layout), dtype=np.int32)
    peaks = highest(layout, rows, of)
    peaks[list(always)] = np.inf
    parts = [peaks[family.first : family.first + family.count] for family in families(layout)]
    firsts = [family.first for family in families(layout)]
    found = [firsts[place] + largest(parts[place], share) for place, share in shares([len(p) for p in parts], most)]
    return np.sort(np.concatenate(found)).astype(np.int32)


def highest(layout: Layout, rows: Array, of: Of) -> Array:
    """The largest size of every edge's number over the rows; what is not finite counts as 0."""
    peaks = np.zeros(edge_count(layout))
    for row in rows:
        sizes = np.abs(of(layout, row))
        np.maximum(peaks, sizes, out=peaks, where=np.isfinite(sizes))
    return peaks


def largest(sizes: Array, count: int) -> Array:
    """The places of the `count` largest."""
    return np.argpartition(-sizes, min(count, len(sizes) - 1))[:count]


def shares(counts: list[int], most: int) -> Iterator[tuple[int, int]]:
    """(matrix, how many of its edges), from the smallest matrix to the largest."""
    left = most
    for done, place in enumerate(sorted(range(len(counts)), key=counts.__getitem__)):
        share = min(counts[place], left // (len(counts) - done))
        left -= share
        yield place, share


def rest(layout: Layout, rows: Array, of: Of, chosen: Array) -> Array:
    """The Euclidean norm of the numbers of all edges that are not drawn, (n,)."""
    sizes = np.zeros(len(rows))
    if len(chosen) == edge_count(layout):
        return sizes
    for place, row in enumerate(rows):
        numbers = np.array(of(layout, row))
        numbers[chosen] = 0.0
        sizes[place] = norm(numbers[None])[0]
    return sizes
