"""What the charts of the explanations share: colours on either ground, bare axes, a legend above."""

from __future__ import annotations

from typing import Any

from viz.loss_figure import CLEAR, GRID, TEST_ON, TRAIN, VALIDATION_ON
from viz.palette import PALETTES


def colours(theme: str) -> tuple[str, str, str, str]:
    """Of the curve itself, of what is compared with it, of what is in the background, of marks."""
    return TRAIN[theme], VALIDATION_ON[theme], TEST_ON[theme], PALETTES[theme].ink


def axis(title: str, **others: Any) -> dict[str, Any]:
    """An axis with a title."""
    return {
        "title": {"text": title, "font": {"size": 12}, "standoff": 6},
        "zeroline": False,
        "gridcolor": GRID,
        "tickfont": {"size": 12},
        "automargin": True,
        **others,
    }


def layout(height: int, x: dict[str, Any], y: dict[str, Any], annotations: list[dict[str, Any]]) -> dict[str, Any]:
    """Room, legend and axes."""
    return {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 48, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "explained",
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "title": {"text": ""},
        },
        "xaxis": x,
        "yaxis": y,
        "annotations": annotations,
    }


def note(text: str, x: float, y: float, ink: str, **others: Any) -> dict[str, Any]:
    """Words at a point of the chart."""
    return {
        "text": text, "x": x, "y": y, "showarrow": False, "font": {"size": 12, "color": ink}, "yanchor": "bottom",
        **others,
    }  # fmt: skip
