"""The network as a still Plotly figure, for documents, notebooks and export; the live picture is the stage."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import networkx as nx
import numpy as np
import plotly.graph_objects as go

from viz.colour import QUANTITIES, Range, edge_colour, edge_value, edge_width
from viz.palette import PALETTES

POINTS_ON_EDGE = 24
# How far edges within a layer swing out, for each unit of height.
ARC = 0.14
# Widths in steps of half a pixel, in a crowd of a whole one: finer cannot be seen, and each is a trace of its own.
WIDTHS = 2
# How a masked edge is drawn: opacity, width and dashes.
LEFT_OUT = (0.3, 0.5, "dot")
CROWD = 200


def network_figure(
    graph: nx.DiGraph, colour_by: str = "magnitude", span: Range | None = None, theme: str = "light"
) -> go.Figure:
    """Edges as curves, coloured by the chosen quantity and as wide as their weight; neurons filled by activation.

    graph: from `network_graph` with a row;  span: the colour range (default: fitted to this graph).
    Edges of equal colour, width and dash share one trace, so the figure stays small.
    """
    values = {(source, target): edge_value(graph, source, target, colour_by) for source, target in graph.edges}
    span = span or fitted_to(values.values(), QUANTITIES[colour_by].decades)
    edges = edge_traces(graph, values, colour_by, span, theme)
    traces = [*edges, *skip_traces(graph, theme), middles(graph), discs(graph, theme)]
    return go.Figure({"data": traces, "layout": layout(theme)})


def fitted_to(values: Any, decades: float) -> Range:
    """A range that ends at the largest of these numbers."""
    sizes = [abs(value) for value in values if np.isfinite(value) and value]
    high = float(np.ceil(2 * np.log10(max(sizes))) / 2) if sizes else 0.0
    return Range(high - decades, high)


def edge_traces(
    graph: nx.DiGraph, values: dict[Any, float], colour_by: str, span: Range, theme: str
) -> list[dict[str, Any]]:
    """One line trace per bucket of colour, width and dash."""
    widest = max(1.0, *(abs(data["weight"]) for _, _, data in graph.edges(data=True)))
    steps = WIDTHS if len(values) <= CROWD else 1
    buckets: dict[tuple[str, float, float, str], list[Any]] = defaultdict(list)
    for (source, target), value in values.items():
        edge = graph.edges[source, target]
        weight = edge["weight"]
        if not edge["kept"]:  # left out of the step: it has a weight and no part in what is computed
            buckets[PALETTES[theme].ink, *LEFT_OUT].append(curve(graph, source, target))
            continue
        width = round(edge_width(weight, widest) * steps) / steps
        colour, alpha = edge_colour(colour_by, value, span, theme)
        buckets[colour, round(alpha, 1), width, "dash" if weight < 0 else "solid"].append(curve(graph, source, target))
    order = sorted(buckets, key=lambda bucket: bucket[1])
    return [line_trace(buckets[bucket], *bucket) for bucket in order]


def line_trace(curves: list[Any], colour: str, alpha: float, width: float, dash: str) -> dict[str, Any]:
    """All curves of one bucket, with gaps between them."""
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([part for one in curves for part in (one, gap)])
    line = {"color": colour, "width": width, "dash": dash}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": points[:, 0],
        "y": points[:, 1],
        "line": line,
        "opacity": alpha,
        "hoverinfo": "skip",
    }


def curve(graph: nx.DiGraph, source: str, target: str) -> Any:
    """A Bézier curve that leaves and arrives horizontally, as (points, 2)."""
    start, end = np.array(graph.nodes[source]["pos"]), np.array(graph.nodes[target]["pos"])
    t = np.linspace(0.0, 1.0, POINTS_ON_EDGE)[:, None]
    middle = (start[0] + end[0]) / 2
    if end[0] <= start[0]:  # from step to step within a layer: an arc on its right side
        middle = start[0] + ARC * (0.2 + abs(end[1] - start[1]))
    first, second = np.array([middle, start[1]]), np.array([middle, end[1]])
    return (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end


def skip_traces(graph: nx.DiGraph, theme: str) -> list[dict[str, Any]]:
    """An arc over the columns for each skip link, with its name on hover."""
    return [
        {
            **line_trace([arc(graph, *pair)], PALETTES[theme].ink, 0.6, 1.5, "dot"),
            "name": f"{pair[0]}→{pair[1]}",
            "hoverinfo": "name",
        }
        for pair in graph.graph["skips"]
    ]


def arc(graph: nx.DiGraph, start: str, end: str) -> Any:
    """From above one column to above another, as (points, 2)."""
    (x0, y0), (x1, y1) = top(graph, start), top(graph, end)
    t = np.linspace(0.0, 1.0, POINTS_ON_EDGE)
    return np.stack([x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + 0.06 + 0.24 * t * (1 - t)], axis=1)


def top(graph: nx.DiGraph, layer: str) -> tuple[float, float]:
    """Where the highest unit of a layer is."""
    places = [data["pos"] for _, data in graph.nodes(data=True) if data["layer"] == layer]
    return max(places, key=lambda place: place[1])


def middles(graph: nx.DiGraph) -> dict[str, Any]:
    """Invisible markers that carry the hover text of the edges."""
    points = np.array([curve(graph, *edge)[POINTS_ON_EDGE // 2] for edge in graph.edges])
    text = [edge_text(data) for _, _, data in graph.edges(data=True)]
    marker = {"size": 14, "opacity": 0.0}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": points[:, 0],
        "y": points[:, 1],
        "marker": marker,
        "text": text,
        "hoverinfo": "text",
    }


def edge_text(numbers: dict[str, Any]) -> str:
    """All numbers of an edge, one per line: of one weight, or the norms of several."""
    names = {"weight": "weight", "gradient": "gradient", "update": "update"}
    if numbers["weights"] > 1:
        of = f"of {numbers['weights']} weights"
        names = {"weight": f"‖w‖ {of}", "gradient": f"‖∂L/∂w‖ {of}", "update": f"‖Δw‖ {of}"}
    return "<br>".join([numbers["path"], *(f"{words} {numbers[name]:.6g}" for name, words in names.items())])


def discs(graph: nx.DiGraph, theme: str) -> dict[str, Any]:
    """The neurons, filled by activation, with their numbers on hover."""
    palette = PALETTES[theme]
    scale = [
        [0.0, palette.activation_negative],
        [0.5, palette.activation_zero],
        [1.0, palette.activation_positive],
    ]
    data = [numbers for _, numbers in graph.nodes(data=True)]
    marker = {
        "size": 34 if len(data) <= 40 else 18,
        "color": [numbers["activation"] for numbers in data],
        "opacity": [0.3 + 0.7 * numbers["alive"] for numbers in data],
        "colorscale": scale,
        "cmin": -1.0,
        "cmax": 1.0,
        "line": {"color": palette.ink, "width": 1},
    }
    return {
        "type": "scatter",
        "mode": "markers+text" if len(data) <= 40 else "markers",
        "x": [numbers["pos"][0] for numbers in data],
        "y": [numbers["pos"][1] for numbers in data],
        "marker": marker,
        "text": [f"{numbers['activation']:.2f}" for numbers in data],
        "textfont": {"size": 10, "color": palette.ink},
        "hovertext": [unit_text(name, numbers) for name, numbers in graph.nodes(data=True)],
        "hoverinfo": "text",
    }


def unit_text(name: str, numbers: dict[str, Any]) -> str:
    """All numbers of a neuron, one per line."""
    known = ((key, numbers.get(key)) for key in ("activation", "delta", "bias", "bias_gradient"))
    return "<br>".join([name, *(f"{key.replace('_', ' ')} {value:.6g}" for key, value in known if value is not None)])


def layout(theme: str) -> dict[str, Any]:
    """No axes, no background: the figure sits on whatever page it is put."""
    bare = {"visible": False, "fixedrange": True}
    return {
        "showlegend": False,
        "margin": {"l": 20, "r": 20, "t": 20, "b": 20},
        "xaxis": bare,
        "yaxis": bare,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": PALETTES[theme].ink},
        "height": 420,
    }
