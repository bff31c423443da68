"""Which class was taken for which, as a heat map with the counts in its cells."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.palette import LIGHT
from viz.raw_figure import RawFigure

CLEAR = "rgba(0,0,0,0)"
# White to blue on either ground, so that one ink can be read on all of it: the darkest is still light.
SCALE = [[0.0, "#f4f6fa"], [1.0, "#7cb0e6"]]


def confusion_figure(counts: NDArray[np.float64], classes: Sequence[str] = ()) -> RawFigure:
    """`counts` (classes, classes): row i, column j holds how many answers said j where i was asked for.

    classes: what they are called, where they have names.
    """
    known = len(classes) == len(counts)
    names = list(classes) if known else [f"class {label}" for label in range(len(counts))]
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    heat = {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": share.tolist(),
        "zmin": 0.0,
        "zmax": 1.0,
        "text": [[f"{int(count):,}" for count in row] for row in counts],
        "texttemplate": "%{text}",
        "textfont": {"color": LIGHT.ink, "size": 13},
        "colorscale": SCALE,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hovertemplate": "%{y}, answered %{x}: %{text} (%{z:.1%} of its row)<extra></extra>",
    }
    return RawFigure({"data": [heat], "layout": layout()})


def layout() -> dict[str, Any]:
    """The first class at the top left; a row per class that was asked for."""
    bare = {"showgrid": False, "zeroline": False, "ticks": "", "constrain": "domain"}
    return {
        "height": 240,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "confusion",
        "xaxis": {**bare, "title": {"text": "answered"}},
        "yaxis": {**bare, "title": {"text": "asked for"}, "autorange": "reversed"},
    }
