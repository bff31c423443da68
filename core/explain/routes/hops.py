"""From the links of a graph back to the numbers of the row: what they are called, and the terms that are followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from core.explain.derivation import Index, Term
from core.explain.places import example_of, index_of
from core.explain.routes.graph import Graph
from core.explain.routes.route import Hop
from core.layout import Slot
from core.step import Step


def hops_of(graph: Graph, step: Step, links: Sequence[int], column: int) -> tuple[Hop, ...]:
    """A route link by link, at one column of the slopes."""
    return tuple(hop(graph, step, int(link), column) for link in links)


def hop(graph: Graph, step: Step, link: int, column: int) -> Hop:
    """One link: the number that is left under the name by which the operation reads it, and where it leads."""
    way, slope = graph.way_of(link), float(graph.slopes[link, column])
    index = entry(way.source, graph.position(int(graph.starts[link]), way.source, column))
    if way.is_last:
        return Hop(way.path, index, Term(way.op.output, (), example_of(way.source, index), way.op.kind, 1.0, slope))
    at = entry(way.target, graph.position(int(graph.ends[link]), way.target, column))
    adjoint = float(step.adjoint(way.op.output)[at])
    return Hop(way.path, index, Term(way.op.output, at, example_of(way.target, at), way.op.kind, adjoint, slope))


def entry(slot: Slot, position: int) -> Index:
    """The index of what is known to lie in this slot."""
    index = index_of(slot, position)
    assert index is not None
    return index


def names_of(graph: Graph) -> Iterator[tuple[int, str, Index]]:
    """Every node once, as (node, path, index) of the first operation that reads it; at the first column."""
    named = np.zeros(graph.loss, dtype=bool)
    for stretch in graph.stretches:
        nodes = np.unique(graph.starts[stretch.first : stretch.last])
        for node in nodes[~named[nodes]].tolist():
            slot = stretch.way.source
            yield node, slot.path, entry(slot, graph.position(node, slot, 0))
        named[nodes] = True
