"""The links that leave a node, whichever operation they go through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.explain.routes.graph import Graph
from core.explain.routes.ways import Places


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """Links sorted by start: those of a node are order[bounds[node] : bounds[node + 1]]."""

    order: Places
    bounds: Places

    def of(self, node: int) -> Places:
        """The links of one node."""
        return self.order[self.bounds[node] : self.bounds[node + 1]]

    def of_all(self, nodes: Places) -> tuple[Places, Places]:
        """The links of several nodes, and which of the nodes each of them leaves."""
        counts = self.bounds[nodes + 1] - self.bounds[nodes]
        which = np.repeat(np.arange(len(nodes)), counts)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self.order[self.bounds[nodes][which] + inside], which


def outgoing(graph: Graph) -> Outgoing:
    """Sorted once."""
    order = np.argsort(graph.starts, kind="stable")
    return Outgoing(order, np.searchsorted(graph.starts[order], np.arange(graph.loss + 1)))
