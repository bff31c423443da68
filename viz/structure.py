"""The topology as the browser gets it: made from the networkx graph, once per structure."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from weakref import WeakKeyDictionary

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.datasets import DATASETS
from core.layout import Layout
from core.program import Program
from core.spec import Dense
from core.spec.layers import LAYER_KINDS, Layer, Weighted
from core.spec.skips import link
from core.spec.typed import hidden_text
from core.start import frozen_mask
from viz.extras import recorded
from viz.graph import network_graph
from viz.palette import for_browser
from viz.positions import grid
from viz.sketch.biases import unit_places
from viz.sketch.columns import Column, columns
from viz.sketch.drawn import is_sketched, other_places
from viz.sketch.families import Family, edge_count, families

Mask = NDArray[np.bool_]


KNOWN: WeakKeyDictionary[Program, dict[bool, dict[str, Any]]] = WeakKeyDictionary()


def structure(program: Program, most: int | None = None) -> dict[str, Any]:
    """Layers, nodes and edges with the places of their numbers (docs/stage.md); one `id` per topology.

    Every slice asks for it, so it is kept as long as its program lives.
    most: of more edges than these only some travel, and the structure names matrices in place of edges.
    """
    known, sketched = KNOWN.setdefault(program, {}), is_sketched(program.layout, most)
    if sketched not in known:
        known[sketched] = described(program, sketched)
    return known[sketched]


def described(program: Program, sketched: bool) -> dict[str, Any]:
    """The topology, made from the graph."""
    layout = program.layout
    graph = network_graph(layout, only=() if sketched else None)
    mask = frozen_mask(program.spec.frozen, layout)
    content: dict[str, Any] = {
        "title": "-".join(shape_text(layout, column) for column in columns(layout)),
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
    if sketched:
        content["families"] = [family_part(family, layout, mask) for family in families(layout)]
        renumber(content["nodes"], other_places(layout))
    return {"id": hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12], **content}


def shape_text(layout: Layout, column: Column) -> str:
    """784, or 8×13×13 for channels of pixels, or 20×3 for steps of features."""
    if column.image and column.after > 1:
        return "×".join(map(str, column.image))
    shape = layout.slot(column.path).shape[1:]
    if column.name == "x" and column.before * column.after > 1:
        shape = tuple(size for size in (column.before, column.units, column.after) if size > 1)
    return "×".join(map(str, shape))


def family_part(family: Family, layout: Layout, mask: Mask | None) -> dict[str, Any]:
    """One matrix: between which layers, how many edges, which weights each of them stands for, and what is frozen."""
    start = layout.blocks["parameter"].start
    still = np.zeros(family.count, bool) if mask is None else mask[family.places - start].all(axis=1)
    return {
        "path": family.path,
        "source": family.source,
        "target": family.target,
        "rows": family.rows,
        "columns": family.columns,
        "first": family.first,
        "size": family.size,
        "after": family.after,
        "shape": list(family.slot.shape),
        "frozen": np.flatnonzero(still).tolist(),
    }


def renumber(places: dict[str, list[Any]], others: NDArray[np.intp]) -> None:
    """Where not all weights travel, biases and scales are counted among the parameters that are no weights."""
    for key in ("bias", "scale"):
        known = np.array(places[key], dtype=np.intp)
        places[key] = np.where(known < 0, -1, np.searchsorted(others, known)).tolist()


def example_text(batch: int) -> str:
    """What the numbers on the neurons are taken over."""
    return "one example" if batch == 1 else f"mean activation and summed delta of {batch} examples"


def layers(program: Program) -> list[dict[str, Any]]:
    """Name, label, kind and the range of nodes of each layer; the grid of those that stand in several columns."""
    kinds = dict(zip(program.spec.layer_names, map(kind_of, program.spec.layers), strict=True))
    labels = dict(zip(program.spec.layer_names, map(described_layer, program.spec.layers), strict=True))
    found, first = [], 0
    for column in columns(program.layout):
        kind, said = kinds.get(column.name, "data"), labels.get(column.name)
        label = f"{column.name} · {said}" if said else column.name
        layer = {"name": column.name, "label": label, "kind": kind, "first": first, "count": column.units}
        found.append(layer | placing(column))
        first += column.units
    return found


def described_layer(layer: Layer) -> str:
    """What a layer does, in a word or two: its activation, with its kind where that is not dense."""
    activation = layer.activation.replace("_", " ") if isinstance(layer, Weighted) else ""
    if isinstance(layer, Dense):
        return f"{activation}, tied to {layer.tied}" if layer.tied else activation
    return f"{hidden_text((layer,))} {activation}".strip()


def kind_of(layer: Layer) -> str:
    """dense, conv2d, …: the name of a kind of layer in JSON."""
    return next(name for name, kind in LAYER_KINDS.items() if isinstance(layer, kind))


def placing(column: Column) -> dict[str, list[int]]:
    """Rows and columns of a block of nodes; height and width of an image, in pixels."""
    rows, across = grid(column)
    found = {"grid": [rows, across]} if across > 1 else {}
    return found | ({"image": list(column.image)} if column.image else {})


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
        "label": [names.get(node, node) for node in graph],
        "x": [round(data["pos"][0], 6) for _, data in graph.nodes(data=True)],
        "y": [round(1.0 - data["pos"][1], 6) for _, data in graph.nodes(data=True)],
        "bias": [places.get(node, -1) for node in graph],
        "scale": [scales.get(node, -1) for node in graph],
    }


def edges(graph: nx.DiGraph, layout: Layout, mask: Mask | None) -> dict[str, list[Any]]:
    """Both ends of each edge, by node number, and where its weight lies."""
    number = {node: place for place, node in enumerate(graph)}
    start = layout.blocks["parameter"].start
    weights = np.concatenate([family.places[:, 0] - start for family in families(layout)]).tolist()
    places = [weights[data["number"]] for _, _, data in graph.edges(data=True)]
    return {
        "id": [data["path"] for _, _, data in graph.edges(data=True)],
        "number": [data["number"] for _, _, data in graph.edges(data=True)],
        "source": [number[source] for source, _ in graph.edges],
        "target": [number[target] for _, target in graph.edges],
        "parameter": places,
        "frozen": [is_frozen(mask, place) for place in places],
    }


def biases(graph: nx.DiGraph, layout: Layout, mask: Mask | None) -> dict[str, list[Any]]:
    """The path of each node's bias ("" where there is none) and whether it is frozen."""
    places = unit_places(layout, "bias")
    units = [(node, f"{data['layer']}/b[{data['unit']}]") for node, data in graph.nodes(data=True)]
    return {
        "bias_ids": [path if node in places else "" for node, path in units],
        "bias_frozen": [is_frozen(mask, places[node]) if node in places else 0 for node, _ in units],
    }


def is_frozen(mask: Mask | None, place: int) -> int:
    """1 when the parameter at this place is frozen."""
    return int(mask is not None and bool(mask[place]))
