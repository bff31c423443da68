"""The network as a networkx graph: everything that is drawn, still or moving, comes from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.computing_order import layers_of
from core.layout import Layout, Slot
from core.narrate import delta_path

Array = NDArray[np.float64]

# The widest gap between neighbours of a layer, as a part of the picture's height.
WIDEST_GAP = 0.2
USED_HEIGHT = 0.94


@dataclass(frozen=True, slots=True)
class Column:
    """One layer as it is drawn: its units from top to bottom."""

    name: str
    units: int


def network_graph(
    layout: Layout,
    row: Array | None = None,
    skips: Sequence[tuple[str, str]] = (),
    only: Callable[[str], Iterable[tuple[int, int]]] | None = None,
) -> nx.DiGraph:
    """The network of a layout as a graph; with a row also its numbers.

    only: from the path of a weight matrix to those of its entries (j, i) that are wanted; left out, all are.

    Nodes "x:0", "h1:2": layer, unit, pos (x, y in 0…1, y upwards), and from a row activation (mean over the batch),
    delta (summed over the batch), bias, bias_gradient, bias_update.  Edges: path ("h1/W[2,0]"), and from a row weight,
    gradient, update.  What a node does not have (the delta of an input, a missing bias) is None.

    With masks: alive of a node is the share of the batch for which it takes part, kept of an edge whether it does.
    skips: pairs of layers, kept as an attribute of the graph; they have no weights and are no edges.
    """
    graph = nx.DiGraph(skips=tuple(skips))
    drawn = columns(layout)
    for place, column in enumerate(drawn):
        for unit, position in enumerate(positions(place, len(drawn), column.units)):
            graph.add_node(f"{column.name}:{unit}", layer=column.name, unit=unit, pos=position)
    for source, slot in weights(layout):
        for j, i in np.ndindex(slot.shape) if only is None else only(slot.path):
            graph.add_edge(f"{source}:{i}", f"{layer_of(slot.path)}:{j}", path=edge_path(layout, slot, j, i))
    return graph if row is None else with_numbers(graph, layout, row)


def with_numbers(graph: nx.DiGraph, layout: Layout, row: Array) -> nx.DiGraph:
    """Fill in the numbers of a row."""
    for column in columns(layout):
        for unit, numbers in enumerate(unit_numbers(layout, row, column)):
            graph.nodes[f"{column.name}:{unit}"].update(numbers)
    for source, slot in weights(layout):
        weight, gradient, update = matrices(layout, row, slot.path)
        kept = taking_part(layout, row, f"{slot.path}:mask", slot.shape)
        ends = [f"{layer_of(slot.path)}:{unit}" for unit in range(slot.shape[0])]
        for start, end in (edge for edge in graph.in_edges(ends) if graph.nodes[edge[0]]["layer"] == source):
            j, i = graph.nodes[end]["unit"], graph.nodes[start]["unit"]
            carried = {"weight": weight[j, i], "gradient": gradient[j, i], "update": update[j, i]}
            graph.edges[start, end].update({name: float(number) for name, number in carried.items()})
            graph.edges[start, end].update(kept=bool(kept[j, i]))
    return graph


def taking_part(layout: Layout, row: Array, mask: str, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where a mask leaves something in; everywhere when there is no such mask."""
    return layout.view(row, mask) != 0.0 if (mask, "value") in layout else np.ones(shape, bool)


def columns(layout: Layout) -> list[Column]:
    """The layers from the data to the output; an image has a unit for every pixel of every channel."""
    paths = [("x", "x"), *((name, f"{name}/a") for name in layers_of(layout))]
    return [Column(name, prod(layout.slot(path).shape[1:])) for name, path in paths]


def weights(layout: Layout) -> Iterator[tuple[str, Slot]]:
    """Each weight matrix with the layer it takes its input from; tied layers see the matrix of another one transposed.

    What is shared joins no two units alone: a kernel by all places of an image, W and U along time by all steps.
    """
    units = {column.name: column.units for column in columns(layout)}
    names = list(units)
    for slot in (slot for slot in layout if slot.role in ("weight", "tied") and slot.kind == "value"):
        layer = layer_of(slot.path)
        source = names[names.index(layer) - 1]
        if slot.path == f"{layer}/W" and slot.shape == (units[layer], units[source]):
            yield source, slot


def edge_path(layout: Layout, slot: Slot, j: int, i: int) -> str:
    """The weight of an edge by its path: h1/W[2,0], also for the edges of a layer that is tied to h1."""
    if slot.role == "weight":
        return f"{slot.path}[{j},{i}]"
    shared = next(other for other in layout.parameters() if other.offset == slot.offset)
    return f"{shared.path}[{i},{j}]"


def positions(place: int, places: int, units: int) -> list[tuple[float, float]]:
    """Where the units of one layer are drawn: a column, centred, first unit at the top."""
    x = place / max(1, places - 1)
    gap = min(WIDEST_GAP, USED_HEIGHT / max(1, units - 1))
    return [(x, 0.5 + ((units - 1) / 2 - unit) * gap) for unit in range(units)]


def unit_numbers(layout: Layout, row: Array, column: Column) -> Iterator[dict[str, float | None]]:
    """What each unit of a layer carries at one step."""
    path = "x" if column.name == "x" else f"{column.name}/a"
    activation = layout.view(row, path).mean(axis=0).ravel()
    delta = None if column.name == "x" else layout.view(row, delta_path(layout, column.name), "adjoint").sum(axis=0)
    alive = taking_part(layout, row, f"{column.name}/mask", (1, column.units)).mean(axis=0).ravel()
    biases = matrices(layout, row, f"{column.name}/b") if (f"{column.name}/b", "value") in layout else None
    for unit in range(column.units):
        place = None if biases is None else bias_of(unit, layout.slot(path).shape[1:], len(biases[0]))
        own = (None, None, None) if biases is None or place is None else (float(part[place]) for part in biases)
        bias, gradient, update = own
        yield {
            "activation": float(activation[unit]),
            "alive": float(alive[unit]),
            "delta": None if delta is None else float(delta.ravel()[unit]),
            "bias": bias,
            "bias_gradient": gradient,
            "bias_update": update,
        }


def bias_of(unit: int, shape: tuple[int, ...], biases: int) -> int | None:
    """The number of a unit's bias: its own, that of its channel, or one for all steps; None where it has several."""
    if len(shape) == 3:
        return unit * biases // prod(shape)
    return unit % biases if biases == shape[-1] else None


def matrices(layout: Layout, row: Array, path: str) -> tuple[Array, Array, Array]:
    """A parameter with its gradient and its update."""
    value, gradient = layout.view(row, path), layout.view(row, path, "adjoint")
    return value, gradient, layout.view(row, path, "update")


def layer_of(path: str) -> str:
    """h1/W → h1."""
    return path.split("/")[0]
