"""The examples as a picture: points in a plane under the network's answer, or points along a curve."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import DATASETS, Examples
from viz.loss_figure import CLEAR, GRID, TEST, TRAIN
from viz.plane import answer, bounds, places
from viz.raw_figure import RawFigure
from viz.surface_figure import EXAMPLE, Points, ring, surface_figure

LABEL = "x %{{x:.4g}}<br>target %{{y:.4g}}<extra>{}</extra>"


@lru_cache(maxsize=32)
def data_figure(examples: Examples, name: str) -> RawFigure:
    """The constant figure of a data set; the browser puts the answer of the network into trace 0."""
    return curve_figure(examples) if examples.x.shape[1] == 1 else plane_figure(examples, name)


def plane_figure(examples: Examples, name: str) -> RawFigure:
    """Two inputs: a heat map under the points."""
    y = answer(examples.y)
    classes = DATASETS[name].classes or [f"class {label}" for label in range(int(y.max()) + 1)]
    return surface_figure(
        examples.x[:, 0],
        examples.x[:, 1],
        y,
        bounds(examples),
        classes,
        test=held_out(examples.x_test, examples.y_test),
        validation=held_out(examples.x_validation, examples.y_validation),
        low=float(y.min()),
        high=float(y.max()),
    )


def held_out(x: NDArray[np.float64], y: NDArray[np.float64]) -> Points | None:
    """The examples of one set as points of the plane; None where there are none."""
    return (x[:, 0], x[:, 1], answer(y)) if len(x) else None


def curve_figure(examples: Examples) -> RawFigure:
    """One input: the answer as a curve (trace 0, empty), training points, test points and validation points."""
    line = places(examples)[:, 0]
    curve = {
        "type": "scatter",
        "mode": "lines",
        "name": "answer",
        "x": line,
        "y": [None] * len(line),
        "line": {"color": TRAIN["both"], "width": 2.5},
        "hovertemplate": "x %{x:.3g}<br>answer %{y:.4g}<extra></extra>",
    }
    train = points("train", examples.x[:, 0], examples.y[:, 0], "circle")
    train |= {"customdata": np.arange(len(examples.x)), "hovertemplate": LABEL.format(EXAMPLE)}
    test = points("test", examples.x_test[:, 0], examples.y_test[:, 0], "circle-open")
    validation = points("validation", examples.x_validation[:, 0], examples.y_validation[:, 0], "diamond-open")
    return RawFigure({"data": [curve, train, test, validation, ring()], "layout": curve_layout()})


def points(name: str, x: Any, y: Any, symbol: str) -> dict[str, Any]:
    """The examples as markers."""
    marker = {"size": 7, "color": TEST, "symbol": symbol, "opacity": 0.8}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": x,
        "y": y,
        "marker": marker,
        "hovertemplate": LABEL.format(name),
    }


def curve_layout() -> dict[str, Any]:
    """Quiet axes."""
    axis = {"zeroline": False, "gridcolor": GRID, "nticks": 5}
    return {
        "height": 260,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "surface",
        "showlegend": False,
        "xaxis": {**axis, "showgrid": False},
        "yaxis": axis,
    }
