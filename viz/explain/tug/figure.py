"""The bars: above zero what asks for a smaller weight, below what asks for a larger one."""

from __future__ import annotations

from typing import Any

from viz.explain.numbers import decimal
from viz.explain.tug.bars import Bar
from viz.loss_figure import CLEAR
from viz.palette import PALETTES
from viz.raw_figure import RawFigure

# A bar is at most this share of the picture wide: the only one of a batch of one is a bar and not a wall.
WIDEST = 0.1
FEW = 8


def picture(bars: list[Bar], chosen: int | None, theme: str) -> RawFigure:
    """One bar for each share; a click on that of an example finds its place in `customdata`; the chosen is framed."""
    palette = PALETTES[theme]
    marked = [one.example is not None and one.example == chosen for one in bars]
    # An infinity cannot be drawn; the table says it.
    heights = [one.amount if abs(one.amount) < float("inf") else None for one in bars]
    trace = {
        "type": "bar",
        "x": list(range(len(bars))),
        "y": heights,
        "customdata": [-1 if one.example is None else one.example for one in bars],
        "text": ["chosen" if mark else "" for mark in marked],
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "hovertext": [f"{named(one)}: {decimal(one.amount)}" for one in bars],
        "hoverinfo": "text",
        "marker": {
            "color": [palette.negative[3] if one.amount < 0.0 else palette.positive[3] for one in bars],
            "line": {"color": palette.ink, "width": [3 if mark else 0 for mark in marked]},
        },
        # A click chooses; it does not fade what was not clicked.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    return RawFigure({"data": [trace], "layout": layout(bars, palette.ink)})


def named(bar: Bar) -> str:
    """example 17, 7 others, L2 penalty."""
    return bar.label if bar.example is None else f"example {bar.label}"


def layout(bars: list[Bar], ink: str) -> dict[str, Any]:
    """A line at zero; the names of the bars below."""
    return {
        "height": 300,
        "margin": {"l": 8, "r": 8, "t": 22, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "uirevision": "tug",
        "bargap": 0.15 if len(bars) > FEW else 1 - WIDEST * len(bars),
        "xaxis": {
            "title": {"text": "example"}, "tickmode": "array", "tickvals": list(range(len(bars))),
            "ticktext": [bar.label for bar in bars], "fixedrange": True, "showgrid": False,
            "automargin": True, "zeroline": False,
        },
        "yaxis": {
            "title": {"text": "share of the gradient"}, "fixedrange": True, "zeroline": True, "zerolinecolor": ink,
            "zerolinewidth": 1, "exponentformat": "e", "automargin": True, "nticks": 6,
        },
    }  # fmt: skip
