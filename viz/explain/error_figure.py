"""The V: how far differences are from backprop, for every h, on two logarithmic axes."""

from __future__ import annotations

from math import isfinite, log10
from typing import Any

from core.checking import Difference, ErrorCurve
from viz.explain.charts import axis, colours, layout, note
from viz.explain.error_words import has_falling_arm, has_rising_arm, short
from viz.raw_figure import RawFigure


def error_figure(curve: ErrorCurve, exponent: int, theme: str) -> RawFigure:
    """Central and one-sided differences, the h that is chosen, the arms by their names."""
    main, second, _, ink = colours(theme)
    chosen = curve.at(exponent)
    return RawFigure({
        "data": [
            line(curve, "one-sided", [one.one_sided_error for one in curve.differences], second, "dot"),
            line(curve, "central", [one.error for one in curve.differences], main, "solid"),
            {"type": "scatter", "mode": "markers", "name": "this h", "x": [chosen.h], "y": [drawable(chosen.error)],
             "marker": {"color": main, "size": 13, "symbol": "diamond", "line": {"color": ink, "width": 1.5}},
             "hovertemplate": "h = %{x:.0e}: %{y:.1e}<extra></extra>"},
        ],
        "layout": layout(
            320,
            axis("h", type="log", exponentformat="power", dtick=3, tickangle=0, range=[-12.4, 0.4], showgrid=False),
            axis("error relative to backprop" if curve.backprop else "error", type="log", exponentformat="power",
                 nticks=7),
            named(curve, ink),
        ),
    })  # fmt: skip


def line(curve: ErrorCurve, name: str, errors: list[float], colour: str, dash: str) -> dict[str, Any]:
    """One kind of difference; where it is exact a logarithm has no place for it."""
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": [one.h for one in curve.differences],
        "y": [drawable(error) for error in errors], "connectgaps": True, "marker": {"size": 4},
        "line": {"color": colour, "width": 1.8, "dash": dash},
        "hovertemplate": "h = %{x:.1e}: %{y:.1e}<extra>" + name + "</extra>",
    }  # fmt: skip


def drawable(error: float) -> float | None:
    """What a logarithmic axis can show."""
    return error if isfinite(error) and error > 0.0 else None


def named(curve: ErrorCurve, ink: str) -> list[dict[str, Any]]:
    """The names of both arms in their middle, and of the bottom."""
    best = curve.best
    if drawable(best.error) is None:
        return []
    left = [one for one in curve.differences if one.exponent < best.exponent]
    right = [one for one in curve.differences if one.exponent > best.exponent]
    names = [note("bottom", best.exponent, log10(best.error), ink, yanchor="top", yshift=-6)]
    if left and has_falling_arm(curve):
        names += beside(left, "rounding, ε/h", ink, "left")
    if right and has_rising_arm(curve):
        names += beside(right, "truncation, h²", ink, "right")
    return names


def beside(arm: list[Difference], text: str, ink: str, anchor: str) -> list[dict[str, Any]]:
    """A name under the V, in the middle of the left arm or low on the right one, where a phone has room for it."""
    one = arm[len(arm) // (2 if anchor == "left" else 3)]
    if drawable(one.error) is None:
        return []
    below = {"yanchor": "top", "yshift": -12, "xanchor": "right" if anchor == "left" else "left"}
    return [note(text, one.exponent, log10(one.error), ink, **below)]


def error_alt(curve: ErrorCurve) -> str:
    """For those who do not see it."""
    best, first, last = curve.best, curve.differences[0], curve.differences[-1]
    return (
        f"Error of the difference over h: {short(first.error, 1)} at h = {short(first.h)}, least at h = "
        f"{short(best.h)} with {short(best.error, 1)}, and {short(last.error, 1)} at h = {short(last.h)}."
    )
