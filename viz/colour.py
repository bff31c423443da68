"""What colour and width mean: one place for the stage, the still figure and the legend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout
from viz.palette import PALETTES
from viz.sketch.numbers import edge_numbers, edge_signals

Array = NDArray[np.float64]
Step = TypeVar("Step")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an edge can be coloured by: label, symbol, whether its sign shows, how many decades it spans.

    of: from a row to one number per edge, of an edge that stands for several weights their Euclidean norm;
    kind: the recorded numbers of a single weight that decide which of several is the strongest.
    """

    label: str
    title: str
    signed: bool
    decades: float
    of: Callable[[Layout, Array], Array]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Range:
    """The decimal exponents at the two ends of the scale; fixed for a run, so that what vanishes looks vanished."""

    low: float
    high: float

    def position(self, size: float) -> float:
        """Where |q| lies on the scale, 0 (small) to 1 (large); 0 for zero and for anything not finite."""
        if not np.isfinite(size) or size == 0.0:
            return 0.0
        return float(np.clip((np.log10(abs(size)) - self.low) / (self.high - self.low), 0.0, 1.0))


def gradients(layout: Layout, row: Array) -> Array:
    """∂L/∂w of every edge."""
    return edge_numbers(layout, row, "adjoint")


def updates(layout: Layout, row: Array) -> Array:
    """What is added to every edge's weight."""
    return edge_numbers(layout, row, "update")


def plain_weights(layout: Layout, row: Array) -> Array:
    """The weight of every edge."""
    return edge_numbers(layout, row, "value")


QUANTITIES: dict[str, Quantity] = {
    "magnitude": Quantity("size of the gradient", "|∂L/∂w|", False, 3.0, gradients, "adjoint"),
    "sign": Quantity("gradient with sign", "∂L/∂w", True, 3.0, gradients, "adjoint"),
    "weight": Quantity("weight", "w", True, 2.0, plain_weights, "value"),
    "update": Quantity("update", "Δw", True, 3.0, updates, "update"),
    "signal": Quantity("activation × weight", "a · w", True, 3.0, edge_signals, "value"),
}


def fitted(colour_by: str, layout: Layout, row: Array) -> Range:
    """The range that fits this row: up to its largest number, rounded up to half a decade."""
    quantity = QUANTITIES[colour_by]
    sizes = np.abs(quantity.of(layout, row))
    largest = float(np.max(sizes[np.isfinite(sizes)], initial=0.0))
    high = np.ceil(2.0 * np.log10(largest)) / 2.0 if largest > 0.0 else 0.0
    return Range(float(high - quantity.decades), float(high))


def edge_colour(colour_by: str, value: float, span: Range, theme: str) -> tuple[str, float]:
    """The colour and opacity of an edge whose chosen quantity is `value`."""
    palette, t = PALETTES[theme], span.position(value)
    if QUANTITIES[colour_by].signed:
        side = palette.negative if value < 0 else palette.positive
        return level(side, t), 0.3 + 0.7 * t
    return level(palette.sequential, t), level(palette.sequential_alpha, t)


def level(steps: tuple[Step, ...], t: float) -> Step:
    """The step of a scale at 0 ≤ t ≤ 1."""
    return steps[min(int(t * len(steps)), len(steps) - 1)]


def edge_width(weight: float, widest: float) -> float:
    """0.6 to 4 px, by the square root of |w|."""
    return 0.6 + 3.4 * float(np.sqrt(min(abs(weight) / widest, 1.0))) if np.isfinite(weight) else 0.6


def edge_value(graph: nx.DiGraph, source: str, target: str, colour_by: str) -> float:
    """The chosen quantity of one edge of a graph with numbers."""
    edge = graph.edges[source, target]
    if colour_by == "signal":
        return float(edge["weight"] * graph.nodes[source]["activation"])
    return float(edge[{"magnitude": "gradient", "sign": "gradient", "weight": "weight", "update": "update"}[colour_by]])
