"""The edges that travel with a slice, and the numbers that travel for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.layout import KINDS, Kind, Layout
from viz.sketch.choice import Of, choose, rest
from viz.sketch.families import edge_count, families, has_groups
from viz.sketch.numbers import chosen_numbers
from viz.sketch.selection import edge_of, entry_place

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The numbers of the drawn edges, how much the others are together at each row, and which path is selected."""

    chosen: Array
    rest: Array
    selected: str


def is_sketched(layout: Layout, most: int | None) -> bool:
    """Whether only some edges are drawn, or some stand for several weights; else every edge travels by itself."""
    return has_groups(layout) or (most is not None and edge_count(layout) > most)


def drawn(layout: Layout, rows: Array, of: Of, most: int, selected: str, lit: tuple[str, ...] = ()) -> Drawn:
    """The strongest edges at these rows, with the one that is selected and those that are lit."""
    asked = (edge_of(layout, path) for path in (selected, *lit))
    with np.errstate(all="ignore"):
        chosen = choose(layout, rows, of, most, tuple({edge for edge in asked if edge is not None}))
        return Drawn(chosen, rest(layout, rows, of, chosen), selected)


def segments_of(layout: Layout, rows: Array, shown: Drawn) -> dict[str, Array]:
    """The segments choice, rest and picked of docs/stage.md."""
    found = {"choice": shown.chosen, "rest": shown.rest}
    place = entry_place(layout, shown.selected)
    if place is not None:
        path = shown.selected.split("[")[0]
        found["picked"] = np.stack([rows[:, place + layout.slot(path, kind).offset] for kind in KINDS], axis=1)
    return found


def travelling(layout: Layout, rows: Array, shown: Drawn, kind: Kind) -> Array:
    """Of all parameters that are no weights, and behind them of the drawn edges, one kind of number: (n, …)."""
    block = layout.blocks[{"value": "parameter", "adjoint": "gradient", "update": "update"}[kind]]
    others = rows[:, other_places(layout) + block.start]
    return np.concatenate([others, chosen_numbers(layout, rows, shown.chosen, kind)], axis=1)


def taking_part(layout: Layout, kept: Array, shown: Drawn) -> Array:
    """The same of what masks leave in: an edge takes part when one of its weights does."""
    start, parts = layout.blocks["parameter"].start, [kept[:, other_places(layout)]]
    for family in families(layout):
        here = shown.chosen[(shown.chosen >= family.first) & (shown.chosen < family.first + family.count)]
        parts.append(kept[:, family.places[here - family.first] - start].max(axis=2))
    return np.concatenate(parts, axis=1)


def other_places(layout: Layout) -> NDArray[np.intp]:
    """The places, within the block of parameters, of all that are no weights."""
    start = layout.blocks["parameter"].start
    others = [slot.places().ravel() - start for slot in layout.parameters() if slot.role != "weight"]
    return np.sort(np.concatenate([np.empty(0, np.intp), *others]))
