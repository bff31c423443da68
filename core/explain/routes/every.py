"""Every single route, where they are few enough: all at once, link by link."""

from __future__ import annotations

import numpy as np

from core.explain.routes.graph import Graph
from core.explain.routes.outgoing import outgoing
from core.explain.routes.ways import Places
from core.ops.op import Array


def every_route(graph: Graph) -> tuple[list[Places], Array]:
    """The links of each route that is open in some column, and its products, (routes, columns)."""
    leaving = outgoing(graph)
    nodes, products = np.array([graph.origin]), np.ones((1, graph.columns))
    trail = np.empty((1, 0), dtype=np.intp)
    walked: list[Places] = []
    found = []
    while len(nodes):
        links, which = leaving.of_all(nodes)
        products = products[which] * graph.slopes[links]
        trail = np.concatenate([trail[which], links[:, None]], axis=1)
        unblocked = (products != 0.0).any(axis=1)
        arrived, going = unblocked & (graph.ends[links] == graph.loss), unblocked & (graph.ends[links] != graph.loss)
        walked += list(trail[arrived])
        found.append(products[arrived])
        nodes, products, trail = graph.ends[links][going], products[going], trail[going]
    return walked, np.concatenate(found)
