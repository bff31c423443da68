"""The path ledger of a number: its adjoint as a sum over routes to the loss, the largest first."""

from __future__ import annotations

import numpy as np

from core.explain.derivation import Index, added_up
from core.explain.explain import explain, pulls
from core.explain.places import position_of
from core.explain.routes.gathering import Place, singly, together
from core.explain.routes.graph import USED_BY_ALL, graph_of
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
    slot = program.layout.slot(path)
    row = row if slot.role in USED_BY_ALL else None
    straight = tuple(from_penalties(program, step, path, index)) if row is None else ()
    recorded, graph = recorded_of(program, step, path, index, row), graph_of(program, step, path, index, row)
    if graph is None:
        return Ledger(path, index, row, recorded, 0.0, 0.0, 0.0, 0.0, True, 0, ())
    sums = sums_of(graph)
    if not np.isfinite(sums.size[graph.origin]).all():
        return Ledger(path, index, row, recorded, float("nan"), 0.0, 0.0, 0.0, False, 0, ())
    count, unblocked = (float(table[graph.origin].sum()) for table in (sums.all, sums.open))
    walked = count <= min(EACH * graph.columns, ALTOGETHER)
    found, through = together(graph, step, place, most) if walked else singly(graph, step, place, sums, most)
    ordered = sorted((*straight, *through), key=lambda route: -abs(route.contribution))
    pulled = [route.contribution for route in straight]
    return Ledger(
        path,
        index,
        row,
        recorded,
        added_up([*sums.total[graph.origin].tolist(), *pulled]),
        added_up([*sums.size[graph.origin].tolist(), *map(abs, pulled)]),
        count + len(straight),
        count - unblocked,
        walked,
        found + len(straight),
        tuple(ordered[:most]),
    )


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
