"""Edges in families: one per matrix of weights, where an edge stands for one weight or for a group of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout, Slot
from viz.sketch.columns import Column, columns

Array = NDArray[np.float64]
Places = NDArray[np.intp]
KNOWN: WeakKeyDictionary[Layout, tuple[Family, ...]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Family:
    """The edges of one matrix: rows × columns of them, each a group of gates · before · after weights.

    A dense weight is a group of its own.  A kernel from channel to channel, the weights from all pixels of a channel,
    the gates of a unit are groups of several.  A tied layer has the weights of another one, transposed.
    source, target: numbers of columns;  first: the number of the first edge.
    """

    slot: Slot
    source: int
    target: int
    rows: int
    columns: int
    gates: int
    before: int
    after: int
    first: int = field(default=0, kw_only=True)

    @property
    def path(self) -> str:
        """h1/W."""
        return self.slot.path

    @property
    def count(self) -> int:
        """How many edges."""
        return self.rows * self.columns

    @property
    def size(self) -> int:
        """How many weights each edge stands for."""
        return self.gates * self.before * self.after

    @cached_property
    def places(self) -> Places:
        """The index into the row of every weight, (edges, weights of each)."""
        return self.grouped(self.slot.places())

    def grouped(self, entries: NDArray[Any]) -> NDArray[Any]:
        """What has the shape of the matrix, by edge: (edges, weights of each)."""
        shaped = entries.reshape(self.gates, self.rows, self.before, self.columns, self.after)
        return shaped.transpose(1, 3, 0, 2, 4).reshape(self.count, self.size)

    def of_kind(self, layout: Layout, kind: Kind) -> int:
        """How far values, adjoints or updates lie behind the values."""
        return layout.slot(self.path, kind).offset - self.slot.offset

    def edge_path(self, edge: int) -> str:
        """h1/W[2,0], the weight itself; h1/W[2←0] for a group of weights, to 2 from 0."""
        row, column = divmod(edge, self.columns)
        if self.size > 1:
            return f"{self.path}[{row}←{column}]"
        return f"{self.path}[{','.join(map(str, (row, column, *(0 for _ in self.slot.shape[2:]))))}]"


def families(layout: Layout) -> tuple[Family, ...]:
    """All matrices of weights in forward order; worked out once for each layout."""
    if layout not in KNOWN:
        KNOWN[layout] = tuple(numbered(layout))
    return KNOWN[layout]


def numbered(layout: Layout) -> Iterator[Family]:
    """Every family, with the edges of all of them counted through."""
    drawn, first = columns(layout), 0
    places = {column.name: place for place, column in enumerate(drawn)}
    slots = [slot for slot in layout if slot.kind == "value" and slot.role in ("weight", "tied")]
    for slot in sorted(slots, key=lambda slot: places[slot.path.split("/")[0]]):
        target = places[slot.path.split("/")[0]]
        source = target if slot.path.endswith("/U") else target - 1
        family = family_of(slot, source, target, drawn, first)
        first += family.count
        yield family


def family_of(slot: Slot, source: int, target: int, drawn: tuple[Column, ...], first: int) -> Family:
    """How the weights of a matrix fall into edges between the nodes of two columns."""
    start, end = drawn[source], drawn[target]
    inputs = prod(slot.shape[1:])
    before, after = (start.before, start.after) if inputs == start.features else (1, inputs // start.units)
    return Family(slot, source, target, end.units, start.units, slot.shape[0] // end.units, before, after, first=first)


def edge_paths(layout: Layout, edges: Iterable[int]) -> list[str]:
    """The paths of some edges."""
    return [family.edge_path(edge) for family, edge in placed(layout, edges)]


def placed(layout: Layout, edges: Iterable[int]) -> Iterator[tuple[Family, int]]:
    """The family of each edge, and its number there."""
    known = families(layout)
    firsts = [family.first for family in known]
    for edge in edges:
        family = known[bisect_right(firsts, edge) - 1]
        yield family, edge - family.first


def edge_count(layout: Layout) -> int:
    """How many edges the network has."""
    return sum(family.count for family in families(layout))


def has_groups(layout: Layout) -> bool:
    """Whether some edges stand for several weights."""
    return any(family.size > 1 for family in families(layout))
