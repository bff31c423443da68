"""What a net with two inputs has learnt: its answer over the plane, under the points it learns from.

The figure is mounted once; the browser exchanges the numbers of the heat map while the net trains.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viz.raw_figure import RawFigure
from viz.surface_colours import SurfaceColours, one_hue_each, two_sided

CLEAR = "rgba(0,0,0,0)"
# What the label of a training point says beside its numbers.
EXAMPLE = "train<br>example %{customdata}"
RING = "rgb(128,90,213)"
MANY = 60  # points; more are drawn smaller, or they hide what was learnt

SYMBOLS = {"train": "circle", "test": "circle-open", "validation": "diamond-open"}

Points = tuple[ArrayLike, ArrayLike, ArrayLike]


def surface_figure(
    x1: ArrayLike,
    x2: ArrayLike,
    y: ArrayLike,
    bounds: tuple[float, float, float, float],
    classes: Sequence[str] = (),
    *,
    test: Points | None = None,
    validation: Points | None = None,
    names: tuple[str, str] = ("x:0", "x:1"),
    grid: int = 40,
    low: float = 0.0,
    high: float = 1.0,
) -> RawFigure:
    """Heat map of the answer (trace 0, empty), the train points (1, filled), the test points (2, open), and where there
    are any the validation points (3, open diamonds).

    `x1`, `x2`, `y` are (n,), also in `test` and `validation`; `bounds` is (x1 low, x1 high, x2 low, x2 high), and the
    heat map's rows go along x2, its columns along x1, both from low to high. The colours span the answers `low` …
    `high`; `classes` names the classes whose numbers are rounded `y`; more than two get a hue each, and the answer is
    the class's number.
    """
    colours = one_hue_each(len(classes)) if len(classes) > 2 else two_sided(low, high)
    size = 7 if np.size(y) <= MANY else 6
    held = [("test", test or ((), (), ())), *([("validation", validation)] if validation else [])]
    return RawFigure(
        {
            "data": [
                _surface(bounds, grid, colours, names),
                _points("train", (x1, x2, y), size, colours, classes, names),
                *(_points(name, points, size, colours, classes, names) for name, points in held),
                ring(),
            ],
            "layout": _layout(bounds, colours, with_legend=bool(test or validation)),
        }
    )


def _surface(
    bounds: tuple[float, float, float, float], grid: int, colours: SurfaceColours, names: tuple[str, str]
) -> dict[str, Any]:
    """The heat map with nothing to see, a gap or the transparent middle: nothing is claimed before it is known."""
    unknown = (colours.low + colours.high) / 2 if colours.smooth else np.nan
    left, right, bottom, top = bounds
    return {
        "type": "heatmap",
        "name": "answer",
        "x": np.linspace(left, right, grid),
        "y": np.linspace(bottom, top, grid),
        "z": np.full((grid, grid), unknown, dtype=np.float32),
        "zmin": colours.low,
        "zmax": colours.high,
        "zsmooth": "best" if colours.smooth else False,
        "colorscale": colours.area,
        "showscale": False,
        "hovertemplate": f"{names[0]} %{{x:.3g}}<br>{names[1]} %{{y:.3g}}<br>answer %{{z:.4g}}<extra></extra>",
    }


def _points(
    name: str, points: Points, size: int, colours: SurfaceColours, classes: Sequence[str], names: tuple[str, str]
) -> dict[str, Any]:
    is_open = name != "train"
    said = name if is_open else EXAMPLE
    x1, x2, y = (np.asarray(values, dtype=float).ravel() for values in points)
    marker = {
        "color": y,
        "colorscale": colours.points["light"],
        "cmin": colours.low,
        "cmax": colours.high,
        "showscale": False,
        "size": size,
        "symbol": SYMBOLS[name],
        "line": {"width": 2} if is_open else {"width": 1, "color": "rgba(255,255,255,0.85)"},
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": x1,
        "y": x2,
        "text": _labels(y, classes),
        **({} if is_open else {"customdata": np.arange(len(y))}),
        "marker": marker,
        "hovertemplate": f"{names[0]} %{{x:.4g}}<br>{names[1]} %{{y:.4g}}<br>%{{text}}<extra>{said}</extra>",
    }


def ring() -> dict[str, Any]:
    """Around the example that is chosen: empty, the browser knows which it is."""
    marker = {"size": 15, "color": RING, "symbol": "circle-open", "line": {"width": 3, "color": RING}}
    shown = {"hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "mode": "markers", "name": "chosen", "x": [], "y": [], "marker": marker, **shown}


def _labels(y: NDArray[np.float64], classes: Sequence[str]) -> list[str]:
    """What the hover says of each point: its class by name where there are names, else its target."""
    numbered = [(value, round(value)) for value in y.tolist()]
    return [classes[at] if 0 <= at < len(classes) else f"target {value:.4g}" for value, at in numbered]


def _layout(bounds: tuple[float, float, float, float], colours: SurfaceColours, with_legend: bool) -> dict[str, Any]:
    bare = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "constrain": "domain",
            "showline": False, "title": {"text": ""}, "automargin": False}  # fmt: skip
    return {
        "height": 260,
        "margin": {"l": 4, "r": 4, "t": 30 if with_legend else 4, "b": 4, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "uirevision": "surface",
        "meta": {"points": colours.points},
        "hovermode": "closest",
        "dragmode": "pan",
        "showlegend": with_legend,
        "legend": {
            "orientation": "h",
            "x": 0.5,
            "xanchor": "center",
            "y": 1.01,
            "yanchor": "bottom",
            "title": {"text": ""},
        },
        "xaxis": {**bare, "range": [bounds[0], bounds[1]]},
        "yaxis": {**bare, "range": [bounds[2], bounds[3]], "scaleanchor": "x"},
    }
