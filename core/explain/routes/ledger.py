"""The path ledger of a number: its adjoint as a sum over routes to the loss, the largest first."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from core.explain.derivation import Index, added_up
from core.explain.explain import explain, pulls
from core.explain.places import position_of
from core.explain.routes.gathering import Place, singly, together
from core.explain.routes.graph import USED_BY_ALL, Graph, graph_of
from core.explain.routes.route import Hop, Ledger, Route
from core.explain.routes.sums import sums_of
from core.explain.shares import apart
from core.layout import Slot
from core.program import Program
from core.step import Step

# Up to so many routes of one example, and of all, each is walked; of more, the largest are searched for.
EACH, ALTOGETHER = 4_000, 400_000
LISTED = 12


def path_ledger(
    program: Program, step: Step, path: str, index: Index, place: Place, row: int | None = None, most: int = LISTED
) -> Ledger:
    """The routes from a number to the loss.

    place: what lies together: of a number its place, "" where it has none; where all routes are walked, those through
    the same places are added;  row: only the routes of one row of the batch;  most: how many are listed.
    """
    row = row if program.layout.slot(path).role in USED_BY_ALL else None
    through = routes_through(graph_of(program, step, path, index, row), step, place, most)
    straight = from_penalties(program, step, path, index) if row is None and through is not OVERFLOWED else []
    pulls = [route.contribution for route in straight]
    listed = sorted((*straight, *through.routes), key=lambda route: -abs(route.contribution))[:most]
    return Ledger(
        path,
        index,
        row,
        recorded_of(program, step, path, index, row),
        added_up([*through.totals, *pulls]),
        added_up([*through.sizes, *map(abs, pulls)]),
        through.count + len(straight),
        through.closed,
        through.walked,
        through.found + len(straight) if through.walked else len(listed),
        tuple(listed),
    )


@dataclass(frozen=True, slots=True)
class Through:
    """The routes through the network.  totals, sizes: Σ of their products and of the products' sizes, by column;

    count, closed, walked, found, routes: as in a ledger.
    """

    totals: list[float]
    sizes: list[float]
    count: float
    closed: float
    walked: bool
    found: int
    routes: list[Route]


OVERFLOWED = Through([nan], [], 0.0, 0.0, False, 0, [])


def routes_through(graph: Graph | None, step: Step, place: Place, most: int) -> Through:
    """Each route walked, where they are few enough; else the largest; none where a product is no longer finite."""
    if graph is None:
        return Through([], [], 0.0, 0.0, True, 0, [])
    sums = sums_of(graph)
    totals, sizes = (table[graph.origin].tolist() for table in (sums.total, sums.size))
    if not all(map(isfinite, sizes)):
        return OVERFLOWED
    count, unblocked = (float(table[graph.origin].sum()) for table in (sums.all, sums.open))
    walked = count <= min(EACH * graph.columns, ALTOGETHER)
    with np.errstate(all="ignore"):
        found, routes = together(graph, step, place, most) if walked else singly(graph, step, place, sums, most)
    if not all(isfinite(route.contribution) for route in routes):  # Too large on the way, and small again at its end.
        return OVERFLOWED
    return Through(totals, sizes, count, count - unblocked, walked, found, routes)


def recorded_of(program: Program, step: Step, path: str, index: Index, row: int | None) -> float:
    """The adjoint as it is in the row, or the share of it that is one example's."""
    found = explain(program, step, path, index)
    if row is None:
        return found.adjoint
    return added_up([term.contribution for term in apart(program, step, found) if term.example == row])


def from_penalties(program: Program, step: Step, path: str, index: Index) -> list[Route]:
    """A penalty needs no route through the network: it sees the weight itself."""
    slot: Slot = program.layout.slot(path)
    if slot.role not in ("weight", "tied"):
        return []
    terms = pulls(program, step, position_of(slot, index))
    return [Route((), (Hop(path, index, term),), term.slope, 1, term.slope) for term in terms]
