"""The loss along one weight: the curve, its tangent, the secant to a second point, and the optimizer's next step."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.checking import Point
from viz.explain.charts import axis, colours, layout
from viz.explain.dial_words import Turned
from viz.explain.numbers import decimal
from viz.raw_figure import RawFigure

# Room above and below the curve, as a share of it; the tangent may leave the picture.
ROOM = 0.12


def dial_figure(turned: Turned, theme: str) -> RawFigure:
    """All of it; what lies outside the range is not drawn."""
    main, second, faint, ink = colours(theme)
    curve, low, high = turned.curve, turned.curve.values[0], turned.curve.values[-1]
    here, there = (curve.weight, curve.loss), at(turned.there)
    marks = [("weight", here, main, "circle"), ("second point", there, second, "diamond")]
    if not turned.frozen and low <= turned.after.weight <= high:
        marks.append(("next step", at(turned.after), ink, "triangle-right"))
    return RawFigure({
        "data": [
            line("loss", curve.values.tolist(), drawable(curve.losses.tolist()), main, "solid", 2.4),
            line("tangent", *tangent(turned), faint, "dash", 1.8),
            line("secant", [here[0], there[0]], [here[1], there[1]], second, "solid", 1.8),
            *(mark(name, place, colour, symbol, ink) for name, place, colour, symbol in marks),
        ],
        "layout": layout(
            340,
            axis(turned.name, range=[float(low), float(high)], showgrid=False, nticks=6),
            axis("loss", range=heights(turned), nticks=6),
            [],
        ),
    })  # fmt: skip


def at(point: Point) -> tuple[float, float | None]:
    """Where a point is drawn."""
    return point.weight, drawable([point.loss])[0]


def drawable(losses: list[float]) -> list[float | None]:
    """What is not finite is a gap."""
    return [loss if np.isfinite(loss) else None for loss in losses]


def tangent(turned: Turned) -> tuple[list[float], list[float]]:
    """The line of the gradient through the weight, over the whole range."""
    curve = turned.curve
    ends = [float(curve.values[0]), float(curve.values[-1])]
    return ends, [curve.loss + curve.slope * (end - curve.weight) for end in ends]


def heights(turned: Turned) -> list[float]:
    """From below the curve to above it."""
    known = turned.curve.losses[np.isfinite(turned.curve.losses)]
    low, high = float(known.min(initial=turned.curve.loss)), float(known.max(initial=turned.curve.loss))
    room = ROOM * (high - low) or 0.5 * max(abs(high), 1e-9)
    return [low - room, high + room]


def line(name: str, x: Any, y: Any, colour: str, dash: str, width: float) -> dict[str, Any]:
    """A curve or a straight line."""
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": list(y),
        "line": {"color": colour, "width": width, "dash": dash},
        "hovertemplate": "%{x:.6g}: %{y:.6g}<extra>" + name + "</extra>",
    }  # fmt: skip


def mark(name: str, place: tuple[float, float | None], colour: str, symbol: str, ink: str) -> dict[str, Any]:
    """A point by its name."""
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [place[0]], "y": [place[1]],
        "marker": {"color": colour, "size": 12, "symbol": symbol, "line": {"color": ink, "width": 1.2}},
        "hovertemplate": "%{x:.9g}: %{y:.9g}<extra>" + name + "</extra>",
    }  # fmt: skip


def dial_alt(turned: Turned) -> str:
    """For those who do not see it."""
    curve = turned.curve
    low, high = decimal(float(curve.values[0])), decimal(float(curve.values[-1]))
    return (
        f"The loss along {turned.name} from {low} to {high}, with the tangent at {decimal(curve.weight)}, "
        f"the secant to {decimal(turned.there.weight)}{'' if turned.frozen else ' and the next step'}."
    )
