"""The gradient on its way back through time: which past step still matters, beside another kind of cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.bptt import Flow, flows
from core.program import Program
from core.spec.recurrent import GRU, LSTM, Recurrent, SimpleRNN
from core.step import Step
from core.twin import twin_step
from viz.palette import PALETTES
from viz.panels.panel import Panel, Shown
from viz.panels.tiles import CLEAR
from viz.raw_figure import RawFigure

DECADES = 8.0
KINDS: dict[type, str] = {SimpleRNN: "simple RNN", LSTM: "LSTM", GRU: "GRU"}
Line = tuple[str, Flow]


def fits(program: Program) -> bool:
    """Some layer goes along time."""
    return any(isinstance(layer, Recurrent) for layer in program.spec.layers)


def lines(shown: Shown) -> list[Line]:
    """The flow through each recurrent layer, of this network and then of its twin."""
    found = named(shown.program, shown.step)
    twin = twin_step(shown.program, shown.step.index)
    return found if twin is None else found + named(*twin)


def named(program: Program, step: Step) -> list[Line]:
    """The flows of one step with what to call them."""
    kinds = dict(zip(program.spec.layer_names, map(type, program.spec.layers), strict=True))
    found = flows(program.spec, program.network, step.layout, step.row[None])
    return [(f"{KINDS[kinds[flow.layer]]} {flow.layer}, step {step.index:,}", flow) for flow in found]


def figure(shown: Shown) -> RawFigure:
    """Ribbons, one per layer: bright where much of the gradient arrives; below, its size against the lag."""
    found, palette = lines(shown), PALETTES[shown.theme]
    logs = [(name, decades(flow.states[0])) for name, flow in found]
    high = max(float(np.nanmax(values, initial=-300.0)) for _, values in logs)
    ribbons = {
        "type": "heatmap",
        "z": [values.tolist() for _, values in logs],
        "y": [name for name, _ in logs],
        "x": list(range(len(logs[0][1]))),
        "zmin": high - DECADES,
        "zmax": high,
        "colorscale": [[i / (len(palette.sequential) - 1), one] for i, one in enumerate(palette.sequential)],
        "colorbar": {"title": {"text": "log₁₀ ‖∂L/∂h‖", "side": "right"}, "thickness": 10, "len": 0.45, "y": 0.78},
        "hovertemplate": "%{y}, t = %{x}: 10^%{z:.2f}<extra></extra>",
        "ygap": 3,
    }
    return RawFigure({"data": [ribbons, *curves(logs, palette)], "layout": layout(len(logs))})


def decades(norms: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """log₁₀, with nothing where the norm is 0."""
    with np.errstate(divide="ignore"):
        found = np.log10(norms)
    return np.asarray(np.where(np.isfinite(found), found, np.nan))


def curves(logs: list[tuple[str, Any]], palette: Any) -> list[dict[str, Any]]:
    """The same numbers against the lag: how many steps before the last one."""
    colours = (palette.positive[3], palette.negative[3], palette.positive[1], palette.negative[1])
    return [
        {
            "type": "scatter", "mode": "lines+markers", "name": name, "x": list(range(len(values))),
            "y": (10.0 ** values[::-1]).tolist(), "xaxis": "x2", "yaxis": "y2",
            "line": {"color": colours[place % 4], "dash": "solid" if place % 2 == 0 else "5px 3px"},
            "marker": {"size": 4}, "hovertemplate": "lag %{x}: %{y:.3g}<extra>" + name + "</extra>",
        }
        for place, (name, values) in enumerate(logs)
    ]  # fmt: skip


def layout(ribbons: int) -> dict[str, Any]:
    """Ribbons above, curves below."""
    plain = {"zeroline": False, "fixedrange": True}
    return {
        "height": 340 + 22 * ribbons,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "ribbon",
        "xaxis": {**plain, "title": {"text": "step of the sequence"}, "anchor": "y", "showgrid": False},
        "yaxis": {**plain, "domain": [0.66, 1.0], "autorange": "reversed", "showgrid": False, "automargin": True},
        "xaxis2": {**plain, "title": {"text": "lag: steps before the last one"}, "anchor": "y2"},
        "yaxis2": {**plain, "domain": [0.0, 0.42], "type": "log", "title": {"text": "‖∂L/∂h‖"}, "exponentformat": "e",
                   "automargin": True},
        "legend": {"x": 0.02, "xanchor": "left", "y": 0.02, "yanchor": "bottom"},
        "showlegend": True,
    }  # fmt: skip


def alt(shown: Shown) -> str:
    """For those who do not see it."""
    return " ".join(f"{name}: {said(flow)}." for name, flow in lines(shown))


def said(flow: Flow) -> str:
    """How far the gradient fades on its way back."""
    lag = min(30, flow.states.shape[1] - 1)
    if lag < 2:
        return "the sequence is too short to fade on the way"
    return f"the gradient {lag} steps before the last one is {1.0 / flow.faded(lag)[0]:.2g} of that one step before it"


RIBBON = Panel(
    "back through time",
    "How much of the gradient reaches each past state (sum over units and examples as a norm), and the same run with "
    "another kind of cell: trained from its own start with the same settings, for at most 200 steps.",
    fits,
    figure,
    alt,
)
