"""What all routes from a number add up to and how many there are, without walking any: from the loss backwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.explain.routes.graph import Graph
from core.explain.routes.ways import Places
from core.ops.op import Array


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Of the routes from every node on, (nodes, columns).

    total: Σ of their products;  size: Σ of the products' sizes;  best: the largest size;  open: how many have no slope
    that is 0;  all: how many there are.
    """

    total: Array
    size: Array
    best: Array
    open: Array
    all: Array


def sums_of(graph: Graph) -> Sums:
    """Each node's number is made from those of the nodes behind it: sums of slope · theirs, or the largest of these."""
    total, size, best, unblocked, every = (np.zeros((graph.loss + 1, graph.columns)) for _ in range(5))
    for table in (total, size, best, unblocked, every):
        table[graph.loss] = 1.0
    with np.errstate(all="ignore"):
        for stretch in reversed(graph.stretches):
            links = slice(stretch.first, stretch.last)
            first, nodes = runs(graph.starts[links])
            ends, slopes = graph.ends[links], graph.slopes[links]
            sizes = np.abs(slopes)
            total[nodes] += np.add.reduceat(slopes * total[ends], first)
            size[nodes] += np.add.reduceat(sizes * size[ends], first)
            best[nodes] = np.maximum(best[nodes], np.maximum.reduceat(sizes * best[ends], first))
            unblocked[nodes] += np.add.reduceat((slopes != 0.0) * unblocked[ends], first)
            every[nodes] += np.add.reduceat(every[ends], first)
    return Sums(total, size, best, unblocked, every)


def runs(starts: Places) -> tuple[Places, Places]:
    """Where each run of equal starts begins, and the node it is."""
    first = np.flatnonzero(np.diff(starts, prepend=-1))
    return first, starts[first]
