"""From links and products to routes: those through the same places are one, where each was walked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

import numpy as np

from core.explain.derivation import Index, added_up
from core.explain.routes.every import every_route
from core.explain.routes.graph import Graph
from core.explain.routes.hops import hops_of, names_of
from core.explain.routes.largest import largest_routes
from core.explain.routes.route import Route
from core.explain.routes.sums import Sums
from core.explain.routes.ways import Places
from core.ops.op import Array
from core.step import Step

Place = Callable[[str, Index], str]


def together(graph: Graph, step: Step, place: Place, most: int) -> tuple[int, list[Route]]:
    """How many routes there are, and the largest: added over examples, pixels and whatever lies at the same places."""
    walked, products = every_route(graph)
    groups = grouped(graph, walked, place)
    sums = {places: added_up(products[numbers].ravel().tolist()) for places, numbers in groups.items()}
    largest = sorted(groups, key=lambda places: -np.nan_to_num(abs(sums[places]), nan=np.inf))[:most]
    routes = (gathered(graph, step, places, groups[places], walked, products) for places in largest)
    return len(groups), list(routes)


def grouped(graph: Graph, walked: list[Places], place: Place) -> dict[tuple[str, ...], list[int]]:
    """The numbers of the routes through the same places."""
    labels = {node: place(path, index) for node, path, index in names_of(graph)} | {graph.loss: ""}
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, links in enumerate(walked):
        groups.setdefault(in_turn(labels[node] for node in graph.ends[links].tolist()), []).append(number)
    return groups


def in_turn(places: Iterable[str]) -> tuple[str, ...]:
    """Each place once while one stays there; what has no place is left out."""
    return tuple(key for key, _ in groupby(filter(None, places)))


def gathered(
    graph: Graph, step: Step, places: tuple[str, ...], numbers: list[int], walked: list[Places], products: Array
) -> Route:
    """One route with the largest of its products."""
    parts = products[numbers]
    largest, column = np.unravel_index(np.argmax(np.abs(parts)), parts.shape)
    hops = hops_of(graph, step, walked[numbers[largest]].tolist(), int(column))
    contribution = added_up(parts.ravel().tolist())
    return Route(places, hops, float(parts[largest, column]), int(np.count_nonzero(parts)), contribution)


def singly(graph: Graph, step: Step, place: Place, sums: Sums, most: int) -> tuple[int, list[Route]]:
    """The largest products."""
    found = []
    for links, column, product in largest_routes(graph, sums, most):
        hops = hops_of(graph, step, links, column)
        places = in_turn(place(hop.path, hop.index) for hop in hops[1:])
        found.append(Route(places, hops, product, 1, product))
    return len(found), found
