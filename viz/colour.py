"""What colour and width mean: one place for the stage, the still figure and the legend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from viz.graph import weights
from viz.palette import PALETTES

Array = NDArray[np.float64]
Step = TypeVar("Step")


# What a network without an edge of its own has: all its weights are shared along time.
NONE = np.zeros(0)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What an edge can be coloured by: label, symbol, whether its sign shows, how many decades it spans."""

    label: str
    title: str
    signed: bool
    decades: float
    of: Callable[[Layout, Array], Array]


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
    """∂L/∂w of every weight."""
    return every_weight(layout, row, "adjoint")


def updates(layout: Layout, row: Array) -> Array:
    """What is added to every weight."""
    return every_weight(layout, row, "update")


def plain_weights(layout: Layout, row: Array) -> Array:
    """Every weight."""
    return every_weight(layout, row, "value")


def signals(layout: Layout, row: Array) -> Array:
    """Mean activation of the source times weight, for every weight."""
    parts = [NONE]
    for source, slot in weights(layout):
        activation = layout.view(row, "x" if source == "x" else f"{source}/a").mean(axis=0).ravel()
        parts.append((slot.view(row) * activation).ravel())
    return np.concatenate(parts)


def every_weight(layout: Layout, row: Array, kind: str) -> Array:
    """One kind of number of all weights, flat."""
    return np.concatenate([NONE, *(layout.view(row, slot.path, kind).ravel() for _, slot in weights(layout))])  # type: ignore[arg-type]


QUANTITIES: dict[str, Quantity] = {
    "magnitude": Quantity("size of the gradient", "|∂L/∂w|", False, 3.0, gradients),
    "sign": Quantity("gradient with sign", "∂L/∂w", True, 3.0, gradients),
    "weight": Quantity("weight", "w", True, 2.0, plain_weights),
    "update": Quantity("update", "Δw", True, 3.0, updates),
    "signal": Quantity("activation × weight", "a · w", True, 3.0, signals),
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
