"""The topology as the browser gets it: made from the networkx graph, once per structure."""

from __future__ import annotations

import hashlib
import json
from math import prod
from typing import Any
from weakref import WeakKeyDictionary

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.computing_order import layers_of
from core.datasets import DATASETS
from core.layout import Layout
from core.program import Program
from core.spec import Dense
from core.spec.layers import Layer, Weighted
from core.spec.skips import link
from core.spec.typed import hidden_text
from core.start import frozen_mask
from viz.extras import recorded
from viz.graph import bias_of, columns, network_graph
from viz.palette import for_browser
from viz.strongest import Chosen, edge_count, pairs, place_of, travelling

Mask = NDArray[np.bool_]


KNOWN: WeakKeyDictionary[Program, tuple[Chosen, dict[str, Any]]] = WeakKeyDictionary()


def structure(program: Program, chosen: Chosen = ()) -> dict[str, Any]:
    """Layers, nodes and edges with the places of their numbers (docs/stage.md); one `id` per topology.

    Every slice asks for it, so the latest is kept as long as its program lives.  chosen: the edges that travel.
    """
    if program not in KNOWN or KNOWN[program][0] != chosen:
        KNOWN[program] = chosen, described(program, chosen)
    return KNOWN[program][1]


def described(program: Program, chosen: Chosen) -> dict[str, Any]:
    """The topology, made from the graph."""
    layout = program.layout
    graph = network_graph(layout, only=(lambda path: pairs(layout, chosen, path)) if chosen else None)
    mask = frozen_mask(program.spec.frozen, layout)
    content = {
        "title": "-".join(str(column.units) for column in columns(layout)),
        "example": example_text(program.batch),
        "layers": layers(program),
        "nodes": nodes(graph, layout, answer_names(program)),
        "edges": edges(graph, layout, mask),
        "skips": [{"id": link(pair), "from": pair[0], "to": pair[1]} for pair in program.spec.skips],
        "recorded": recorded(layout),
        "edge_count": edge_count(layout),
        **biases(graph, layout, mask),
        "palette": for_browser(),
    }
    if chosen:
        renumber(content, travelling(layout, chosen))
    return {"id": hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12], **content}


def renumber(content: dict[str, Any], sent: NDArray[np.intp]) -> None:
    """Where not all parameters travel, their numbers are places among those that do."""
    for part, key in (("edges", "parameter"), ("nodes", "bias"), ("nodes", "scale")):
        places = np.array(content[part][key], dtype=np.intp)
        content[part][key] = np.where(places < 0, -1, np.searchsorted(sent, places)).tolist()


def example_text(batch: int) -> str:
    """What the numbers on the neurons are taken over."""
    return "one example" if batch == 1 else f"mean activation and summed delta of {batch} examples"


def layers(program: Program) -> list[dict[str, Any]]:
    """Name, label and the range of nodes of each layer."""
    labels = {
        name: described_layer(layer) for name, layer in zip(program.spec.layer_names, program.spec.layers, strict=True)
    }
    found, first = [], 0
    for column in columns(program.layout):
        label = f"{column.name} · {labels[column.name]}" if column.name in labels else column.name
        found.append({"name": column.name, "label": label, "first": first, "count": column.units})
        first += column.units
    return found


def described_layer(layer: Layer) -> str:
    """What a layer does, in a word or two: its activation, with its kind where that is not dense."""
    activation = layer.activation.replace("_", " ") if isinstance(layer, Weighted) else ""
    if isinstance(layer, Dense):
        return f"{activation}, tied to {layer.tied}" if layer.tied else activation
    return f"{hidden_text((layer,))} {activation}".strip()


def answer_names(program: Program) -> dict[str, str]:
    """out:0 → what its class is called, where the classes have names."""
    classes = DATASETS[program.spec.data.name].classes
    named = len(classes) == program.network.outputs and program.spec.data.answer == "given"
    return {f"out:{unit}": name for unit, name in enumerate(classes)} if named else {}


def nodes(graph: nx.DiGraph, layout: Layout, names: dict[str, str]) -> dict[str, list[Any]]:
    """Ids, labels and positions (y downwards, as canvases count), and where each node's bias lies."""
    places, scales = unit_places(layout, "bias"), unit_places(layout, "scale")
    return {
        "id": list(graph),
        "label": [names.get(node, f"{data['layer']}{data['unit'] + 1}") for node, data in graph.nodes(data=True)],
        "x": [round(data["pos"][0], 6) for _, data in graph.nodes(data=True)],
        "y": [round(1.0 - data["pos"][1], 6) for _, data in graph.nodes(data=True)],
        "bias": [places.get(node, -1) for node in graph],
        "scale": [scales.get(node, -1) for node in graph],
    }


def edges(graph: nx.DiGraph, layout: Layout, mask: Mask | None) -> dict[str, list[Any]]:
    """Both ends of each edge, by node number, and where its weight lies."""
    number = {node: place for place, node in enumerate(graph)}
    paths = [data["path"] for _, _, data in graph.edges(data=True)]
    places = {path: place for path in paths if (place := place_of(layout, path)) is not None}
    return {
        "id": paths,
        "source": [number[source] for source, _ in graph.edges],
        "target": [number[target] for _, target in graph.edges],
        "parameter": [places[path] for path in paths],
        "frozen": [is_frozen(mask, places[path]) for path in paths],
    }


def biases(graph: nx.DiGraph, layout: Layout, mask: Mask | None) -> dict[str, list[Any]]:
    """The path of each node's bias ("" where there is none) and whether it is frozen."""
    places = unit_places(layout, "bias")
    units = [
        (node, f"{data['layer']}/b[{bias_number(layout, data['layer'], data['unit'])}]")
        for node, data in graph.nodes(data=True)
    ]
    return {
        "bias_ids": [path if node in places else "" for node, path in units],
        "bias_frozen": [is_frozen(mask, places[node]) if node in places else 0 for node, _ in units],
    }


def unit_places(layout: Layout, role: str) -> dict[str, int]:
    """h1:1 → the number of its bias (or of its scale γ) within the block of parameters."""
    start, name = layout.blocks["parameter"].start, {"bias": "b", "scale": "gamma"}[role]
    shapes = {layer: layout.slot(f"{layer}/a").shape[1:] for layer in layers_of(layout)}
    found = {layer: layout.slot(f"{layer}/{name}") for layer in shapes if (f"{layer}/{name}", "value") in layout}
    return {
        f"{layer}:{unit}": int(slot.offset + place * slot.strides[0] - start)
        for layer, slot in found.items()
        for unit in range(prod(shapes[layer]))
        if (place := bias_of(unit, shapes[layer], slot.shape[0])) is not None
    }


def bias_number(layout: Layout, layer: str, unit: int) -> int:
    """Which bias of a layer is that of this unit."""
    if (f"{layer}/b", "value") not in layout:
        return unit
    place = bias_of(unit, layout.slot(f"{layer}/a").shape[1:], layout.slot(f"{layer}/b").shape[0])
    return unit if place is None else place


def is_frozen(mask: Mask | None, place: int) -> int:
    """1 when the parameter at this place is frozen."""
    return int(mask is not None and bool(mask[place]))
