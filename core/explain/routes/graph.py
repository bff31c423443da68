"""The graph of all routes from one number to the loss: numbers, links between them, and the slope of every link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.explain.places import Index, example_of, is_batched, position_of
from core.explain.routes.slopes import slopes_of
from core.explain.routes.ways import Mask, Places, Way, ways
from core.layout import Slot
from core.ops.op import Array
from core.program import Program
from core.step import Step

# What all examples share and every one of them uses by itself.
USED_BY_ALL = ("weight", "bias", "scale", "tied", "masked_weight")


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Links first … last − 1 go this way."""

    first: int
    last: int
    way: Way


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Links in the order of the operations.  starts, ends: nodes, the loss is the last;  slopes: (links, rows).

    rows: the rows of the batch; where examples meet there is one column, and every example has nodes of its own;
    positions: of the nodes in the row; where examples do not meet, at the first of them.
    """

    starts: Places
    ends: Places
    slopes: Array
    stretches: tuple[Stretch, ...]
    positions: Places
    origin: int
    rows: Places
    meeting: bool

    @property
    def loss(self) -> int:
        """The node at which all routes end."""
        return len(self.positions)

    @property
    def columns(self) -> int:
        """How many columns the slopes have."""
        return int(self.slopes.shape[1])

    def way_of(self, link: int) -> Way:
        """The way that a link goes."""
        return next(one.way for one in self.stretches if one.first <= link < one.last)

    def position(self, node: int, slot: Slot, column: int) -> int:
        """Where in the row the number of a node is, for one column."""
        moved = 0 if self.meeting or not is_batched(slot) else int(self.rows[column]) * slot.strides[0]
        return int(self.positions[node]) + moved


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Links of one way by positions."""

    way: Way
    start: Places
    end: Places
    slopes: Array


def graph_of(program: Program, step: Step, path: str, index: Index, row: int | None) -> Graph | None:
    """All routes from a number; row: only those of one row of the batch.  None where no route leads to the loss."""
    slot = program.layout.slot(path)
    position, own = position_of(slot, index), example_of(slot, index)
    found = list(ways(program.network, program.layout, position if own is None else position - own * slot.strides[0]))
    meeting = slot.role == "moment" or any(way.joins for way in found)
    if own is None and row is not None and slot.role in USED_BY_ALL:
        own = row
    rows = np.arange(program.batch) if meeting or own is None else np.array([own])
    numbers = ((way, slopes_of(way, step, rows)) for way in found)
    if meeting:
        links = reachable([spread(way, slopes, own) for way, slopes in numbers], position, program.layout.size)
    else:
        links = [Links(way, way.start, way.end, slopes) for way, slopes in numbers]
    links = leading_on(links, program.layout.size)
    origin = position if meeting or not is_batched(slot) else position - index[0] * slot.strides[0]
    return numbered(links, origin, rows, meeting) if links else None


def spread(way: Way, slopes: Array, row: int | None) -> Links:
    """Every example with links of its own; from a weight only into the chosen row."""
    columns = np.arange(slopes.shape[1])
    if not way.leaves and row is not None and way.source.role in USED_BY_ALL and way.arrives:
        columns = columns[row : row + 1]
    if not way.leaves and not way.arrives:
        columns = columns[:1]
    start = way.start[:, None] + columns * way.leaves
    end = way.end[:, None] + columns * way.arrives
    return Links(way, start.ravel(), end.ravel(), slopes[:, columns].reshape(-1, 1))


def reachable(links: list[Links], origin: int, size: int) -> list[Links]:
    """Those that can be reached from the origin."""
    reached = np.zeros(size, dtype=bool)
    reached[origin] = True
    found = []
    for one in links:
        found.append(some_of(one, reached[one.start]))
        reached[found[-1].end] = True
    return found


def leading_on(links: list[Links], size: int) -> list[Links]:
    """Those that lead to the loss; a pass that is cut leaves others."""
    leads, found = np.zeros(size, dtype=bool), []
    for one in reversed(links):
        found.append(one if one.way.is_last else some_of(one, leads[one.end]))
        leads[found[-1].start] = True
    return [one for one in reversed(found) if len(one.start)]


def some_of(links: Links, which: Mask) -> Links:
    """Some of them."""
    return Links(links.way, links.start[which], links.end[which], links.slopes[which])


def numbered(links: list[Links], origin: int, rows: Places, meeting: bool) -> Graph:
    """Positions become nodes; within a way the links are sorted by their start."""
    ordered = [in_order(one) for one in links]
    starts = np.concatenate([one.start for one in ordered])
    positions = np.unique(starts)
    ends = np.searchsorted(positions, np.concatenate([one.end for one in ordered]))
    last = np.concatenate([np.full(len(one.start), one.way.is_last) for one in ordered])
    return Graph(
        np.searchsorted(positions, starts),
        np.where(last, len(positions), ends),
        np.concatenate([one.slopes for one in ordered]),
        tuple(stretches(ordered)),
        positions,
        int(np.searchsorted(positions, origin)),
        rows,
        meeting,
    )


def in_order(links: Links) -> Links:
    """Sorted by start."""
    order = np.argsort(links.start, kind="stable")
    return Links(links.way, links.start[order], links.end[order], links.slopes[order])


def stretches(links: list[Links]) -> Iterator[Stretch]:
    """Which links go which way."""
    first = 0
    for one in links:
        yield Stretch(first, first + len(one.start), one.way)
        first += len(one.start)
