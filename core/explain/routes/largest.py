"""The routes that carry most, where nobody could walk them all.

What is known of every number is the largest product from there to the loss (`Sums.best`, by dynamic programming), so
the search never leaves the way: the route it follows next is always the one that can still become the largest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from core.explain.routes.graph import Graph
from core.explain.routes.outgoing import Outgoing, outgoing
from core.explain.routes.sums import Sums


@dataclass(order=True, slots=True)
class Part:
    """The beginning of a route.  bound: minus the largest size that it can end with;  behind: what it goes on from."""

    bound: float
    node: int = field(compare=False)
    column: int = field(compare=False)
    product: float = field(compare=False)
    link: int = field(compare=False, default=-1)
    behind: Part | None = field(compare=False, default=None)

    def links(self) -> list[int]:
        """All links so far."""
        found, part = [], self
        while part.behind is not None:
            found.append(part.link)
            part = part.behind
        return found[::-1]


def largest_routes(graph: Graph, sums: Sums, most: int) -> Iterator[tuple[list[int], int, float]]:
    """(links, column, product) of the `most` largest routes, the largest first; those that carry 0 are left out."""
    leaving, found = outgoing(graph), 0
    heap: list[Part] = []
    for column in range(graph.columns):
        push(heap, Part(-float(sums.best[graph.origin, column]), graph.origin, column, 1.0))
    while heap and found < most:
        part = heappop(heap)
        if part.node == graph.loss:
            found += 1
            yield part.links(), part.column, part.product
            continue
        for longer in onward(graph, sums, leaving, part, most):
            push(heap, longer)


def push(heap: list[Part], part: Part) -> None:
    """Keep what can still carry something."""
    if part.bound < 0.0:
        heappush(heap, part)


def onward(graph: Graph, sums: Sums, leaving: Outgoing, part: Part, most: int) -> Iterator[Part]:
    """One link further; more than the `most` best of them are never needed."""
    links = leaving.of(part.node)
    products = part.product * graph.slopes[links, part.column]
    bounds = -np.abs(products) * sums.best[graph.ends[links], part.column]
    for place in np.argsort(bounds)[:most].tolist():
        end, product = int(graph.ends[links[place]]), float(products[place])
        yield Part(float(bounds[place]), end, part.column, product, int(links[place]), part)
