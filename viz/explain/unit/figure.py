"""The activation of a unit as a curve with its point and tangent; of a softmax the outputs as bars."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.explain.curve import curve
from core.explain.neuron import Neuron
from core.step import Step
from viz.explain.numbers import decimal
from viz.explain.unit.table import beside, has_targets
from viz.loss_figure import CLEAR, GRID
from viz.palette import PALETTES, Palette
from viz.raw_figure import RawFigure

REACH, POINTS = 4.0, 241
# How much of the width the tangent takes, to each side.
TANGENT = 0.14


def unit_figure(unit: Neuron, step: Step, theme: str) -> RawFigure:
    """A curve where a depends on z alone, else bars."""
    palette = PALETTES[theme]
    traces = curve_traces(unit, palette) if unit.is_function else bar_traces(unit, step, palette)
    return RawFigure({"data": traces, "layout": layout("z", "a = f(z)") if unit.is_function else bar_layout()})


def span(unit: Neuron) -> tuple[float, float]:
    """From where to where the curve is drawn: around 0, and around all z of the batch."""
    low, high = min(-REACH, float(unit.zs.min())), max(REACH, float(unit.zs.max()))
    return low - 0.05 * (high - low), high + 0.05 * (high - low)


def curve_traces(unit: Neuron, palette: Palette) -> list[dict[str, Any]]:
    """The curve, the other examples on it, the tangent, the point."""
    low, high = span(unit)
    z = np.linspace(low, high, POINTS)
    slope = float(curve(unit.site.op.kind, np.array([unit.z]))[1][0])
    ends = unit.z + TANGENT * (high - low) * np.array([-1.0, 1.0])
    others = np.delete(np.arange(len(unit.zs)), unit.example)
    return [
        line("f", z, curve(unit.site.op.kind, z)[0], palette.ink, 1.6),
        dots("other examples", unit.zs[others], unit.outputs[others], palette.negative[3], 5),
        line(f"tangent, slope {decimal(slope)}", ends, unit.a + slope * (ends - unit.z), palette.positive[3], 2.4),
        dots("this example", np.array([unit.z]), np.array([unit.a]), palette.positive[4], 11),
    ]


def line(name: str, x: Any, y: Any, colour: str, width: float) -> dict[str, Any]:
    """A line."""
    return {"type": "scatter", "mode": "lines", "name": name, "x": x.tolist(), "y": y.tolist(),
            "line": {"color": colour, "width": width, "simplify": False}, "hoverinfo": "skip"}  # fmt: skip


def dots(name: str, x: Any, y: Any, colour: str, size: int) -> dict[str, Any]:
    """Points (z, a)."""
    return {"type": "scatter", "mode": "markers", "name": name, "x": x.tolist(), "y": y.tolist(),
            "marker": {"color": colour, "size": size},
            "hovertemplate": "z %{x:.6g}<br>a %{y:.6g}<extra>" + name + "</extra>"}  # fmt: skip


def bar_traces(unit: Neuron, step: Step, palette: Palette) -> list[dict[str, Any]]:
    """The outputs of this example, the chosen one in another colour, and their targets as marks."""
    outputs, number = step.value(unit.site.op.output)[beside(unit)], unit.site.place[-1]
    colours = [palette.positive[3] if place == number else palette.negative[3] for place in range(len(outputs))]
    places = list(range(len(outputs)))
    bars = {"type": "bar", "name": "a", "x": places, "y": outputs.tolist(), "marker": {"color": colours},
            "hovertemplate": "output %{x}: %{y:.6g}<extra></extra>"}  # fmt: skip
    if not has_targets(unit):
        return [bars]
    marker = {"color": palette.ink, "size": 16, "symbol": "line-ew", "line": {"color": palette.ink, "width": 2}}
    marks = {"type": "scatter", "mode": "markers", "name": "target", "x": places, "marker": marker,
             "y": step.value("y")[beside(unit)].tolist(),
             "hovertemplate": "target of %{x}: %{y:.6g}<extra></extra>"}  # fmt: skip
    return [bars, marks]


def layout(across: str, up: str) -> dict[str, Any]:
    """Axes with their names; the legend above, where it takes no width."""
    axis = {"gridcolor": GRID, "zeroline": True, "zerolinecolor": GRID, "fixedrange": True}
    return {
        "height": 280,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "xaxis": {**axis, "title": {"text": across}},
        "yaxis": {**axis, "title": {"text": up}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
    }


def bar_layout() -> dict[str, Any]:
    """The same for bars: outputs have whole numbers, and 0 is one of them."""
    plain = layout("output", "a")
    return plain | {"xaxis": plain["xaxis"] | {"zeroline": False, "showgrid": False, "tickformat": "d"}}


def unit_alt(unit: Neuron, step: Step) -> str:
    """For those who do not see it."""
    point = f"z = {decimal(unit.z)}, a = {decimal(unit.a)}"
    if not unit.is_function:
        outputs = step.value(unit.site.op.output)[beside(unit)]
        return f"Bars of {len(outputs)} outputs that add up to 1; the chosen one has {point}."
    slope = float(curve(unit.site.op.kind, np.array([unit.z]))[1][0])
    shown = f"The curve of {unit.site.op.label} with the point {point} and its tangent of slope {decimal(slope)}."
    low, high = decimal(float(unit.zs.min())), decimal(float(unit.zs.max()))
    batch = f" The {len(unit.zs):,} examples of the batch lie between z = {low} and {high}."
    return shown + batch * (len(unit.zs) > 1)
