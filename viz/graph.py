"""The network as a networkx graph: everything that is drawn, still or moving, comes from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from viz.positions import positions
from viz.sketch.columns import Column, columns
from viz.sketch.families import Family, edge_count, families, placed
from viz.sketch.nodes import over_node
from viz.sketch.numbers import family_numbers

Array = NDArray[np.float64]


def network_graph(
    layout: Layout,
    row: Array | None = None,
    skips: Sequence[tuple[str, str]] = (),
    only: Iterable[int] | None = None,
) -> nx.DiGraph:
    """The network of a layout as a graph; with a row also its numbers.

    Nodes "x:0", "h1:2": layer, unit, pos (x, y in 0…1, y upwards), and from a row activation (mean over the batch, and
    over the pixels of a channel or the steps of a sequence), delta (summed over the same), bias, bias_gradient,
    bias_update.  Edges: path ("h1/W[2,0]"), weights (how many it stands for), and from a row weight, gradient, update:
    of several weights the Euclidean norm.  What a node does not have (the delta of an input, a missing bias) is None.

    With masks: alive of a node is the share of the batch for which it takes part, kept of an edge whether it does.
    skips: pairs of layers, kept as an attribute of the graph; they have no weights and are no edges.
    only: the numbers of those edges that are wanted; left out, all are.
    """
    graph = nx.DiGraph(skips=tuple(skips))
    drawn = columns(layout)
    for place, column in enumerate(drawn):
        for unit, position in enumerate(positions(place, len(drawn), column)):
            graph.add_node(f"{column.name}:{unit}", layer=column.name, unit=unit, pos=position)
    wanted = range(edge_count(layout)) if only is None else sorted(only)
    for family, edge in placed(layout, wanted):
        graph.add_edge(*ends(drawn, family, edge), path=family.edge_path(edge), **facts(family, edge))
    return graph if row is None else with_numbers(graph, layout, row, wanted)


def facts(family: Family, edge: int) -> dict[str, int]:
    """The number of an edge, and how many weights it stands for."""
    return {"number": family.first + edge, "weights": family.size}


def ends(drawn: Sequence[Column], family: Family, edge: int) -> tuple[str, str]:
    """The nodes an edge leads from and to."""
    row, column = divmod(edge, family.columns)
    return f"{drawn[family.source].name}:{column}", f"{drawn[family.target].name}:{row}"


def with_numbers(graph: nx.DiGraph, layout: Layout, row: Array, wanted: Iterable[int]) -> nx.DiGraph:
    """Fill in the numbers of a row."""
    for column in columns(layout):
        for unit, numbers in enumerate(unit_numbers(layout, row, column)):
            graph.nodes[f"{column.name}:{unit}"].update(numbers)
    found = {family: numbers_of(layout, row, family) for family in families(layout)}
    for family, edge in placed(layout, wanted):
        weight, gradient, update, kept = (float(part[edge]) for part in found[family])
        attributes = graph.edges[ends(columns(layout), family, edge)]
        attributes.update(weight=weight, gradient=gradient, update=update, kept=bool(kept))
    return graph


def numbers_of(layout: Layout, row: Array, family: Family) -> tuple[Array, ...]:
    """Weights, gradients, updates and whether they take part, of all edges of a family."""
    kept = taking_part(layout, row, f"{family.path}:mask", family.slot.shape)
    numbers = (family_numbers(layout, row, family, kind) for kind in ("value", "adjoint", "update"))
    return (*numbers, family.grouped(kept).any(axis=1).astype(float))


def taking_part(layout: Layout, row: Array, mask: str, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where a mask leaves something in; everywhere when there is no such mask."""
    return layout.view(row, mask) != 0.0 if (mask, "value") in layout else np.ones(shape, bool)


def unit_numbers(layout: Layout, row: Array, column: Column) -> Iterator[dict[str, float | None]]:
    """What each unit of a layer carries at one step."""
    activation = over_node(layout, row[None], column, column.path, np.mean)[0]
    delta = over_node(layout, row[None], column, column.delta, np.sum, "adjoint")[0] if column.delta else None
    alive = share_alive(layout, row[None], column)[0]
    biases = matrices(layout, row, f"{column.name}/b") if has_biases(layout, column) else None
    for unit in range(column.units):
        bias, gradient, update = (None, None, None) if biases is None else (float(part[unit]) for part in biases)
        yield {
            "activation": float(activation[unit]),
            "alive": float(alive[unit]),
            "delta": None if delta is None else float(delta[unit]),
            "bias": bias,
            "bias_gradient": gradient,
            "bias_update": update,
        }


def share_alive(layout: Layout, rows: Array, column: Column, example: int | None = None) -> Array:
    """For which share of the batch each node takes part, (n, nodes); 1 where nothing is left out."""
    mask = f"{column.name}/mask"
    if (mask, "value") not in layout:
        return np.ones((len(rows), column.units))
    return over_node(layout, rows, column, mask, lambda kept, axis: (kept != 0.0).mean(axis=axis), "value", example)


def has_biases(layout: Layout, column: Column) -> bool:
    """Whether every node has one bias: a gated unit has several."""
    path = f"{column.name}/b"
    return (path, "value") in layout and layout.slot(path).shape == (column.units,)


def matrices(layout: Layout, row: Array, path: str) -> tuple[Array, Array, Array]:
    """A parameter with its gradient and its update."""
    value, gradient = layout.view(row, path), layout.view(row, path, "adjoint")
    return value, gradient, layout.view(row, path, "update")
