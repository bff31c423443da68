"""Small multiples: tables of numbers as heat maps in a grid, those of one family on one colour scale."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.palette import PALETTES, Palette
from viz.raw_figure import RawFigure

Array = NDArray[Any]
CLEAR = "rgba(0,0,0,0)"
GAP, HEAD = 0.02, 26
# A little room of colour left where all numbers are zero, so that the scale has two ends.
LEAST = 1e-300


@dataclass(frozen=True, slots=True)
class Tile:
    """One table: rows from top to bottom.  family: tiles of one family share their range; signed: around zero.

    marked: (row, column) of the selected number, if it is here;  paths: what a click on each cell selects, row by row.
    """

    title: str
    numbers: Array
    family: str
    signed: bool = True
    marked: tuple[int, int] | None = None
    hover: str = "%{z:.6g}"
    across: str = ""
    down: str = ""
    row_names: tuple[str, ...] = field(default=())
    column_names: tuple[str, ...] = field(default=())
    paths: tuple[str, ...] = ()


def tiled(tiles: list[Tile], columns: int, height: int, theme: str, square: bool = True) -> RawFigure:
    """The tiles in reading order, `columns` beside each other, each row of them `height` pixels high.

    square: whether cells are; otherwise they fill their tile.
    """
    rows = ceil(len(tiles) / columns)
    palette, ranges = PALETTES[theme], spans(tiles)
    parts = [part(tile, place, columns, rows, palette, ranges[tile.family]) for place, tile in enumerate(tiles)]
    axes: dict[str, Any] = dict(chain.from_iterable(axes_of.items() for _, axes_of, _, _ in parts))
    for one in axes.values() if not square else ():
        one.pop("scaleanchor", None)
    return RawFigure({
        "data": [
            *(trace for trace, _, _, _ in parts),
            *(cells(tile, place) for place, tile in enumerate(tiles) if tile.paths),
        ],
        "layout": {
            "height": rows * height,
            "margin": {"l": 8, "r": 8, "t": HEAD, "b": 8},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "uirevision": "tiles",
            "annotations": [title for _, _, title, _ in parts],
            "shapes": [mark for *_, mark in parts if mark],
            **axes,
        },
    })  # fmt: skip


def spans(tiles: list[Tile]) -> dict[str, float]:
    """The largest size in each family; what is not finite does not count."""
    largest: dict[str, float] = {}
    for tile in tiles:
        sizes = np.abs(tile.numbers[np.isfinite(tile.numbers)])
        largest[tile.family] = max(largest.get(tile.family, LEAST), float(sizes.max(initial=LEAST)))
    return largest


def part(tile: Tile, place: int, columns: int, rows: int, palette: Palette, span: float) -> tuple[Any, Any, Any, Any]:
    """Trace, axes, title and mark of one tile."""
    row, column = divmod(place, columns)
    number = "" if place == 0 else str(place + 1)
    left, right = column / columns + GAP / 2, (column + 1) / columns - GAP / 2
    share = 1 / rows
    top, bottom = (
        1 - row * share - 0.1 * share * bool(row),
        1 - (row + 1) * share + (0.16 if tile.across else 0.05) * share,
    )
    axes = {
        f"xaxis{number}": axis([left, right], f"y{number}", tile.across),
        f"yaxis{number}": {**axis([bottom, top], f"x{number}", tile.down), "autorange": "reversed"},
    }
    title = {
        "text": tile.title, "x": (left + right) / 2, "y": top, "xref": "paper", "yref": "paper",
        "xanchor": "center", "yanchor": "bottom", "showarrow": False, "font": {"size": 12},
    }  # fmt: skip
    return trace(tile, number, palette, span), axes, title, mark(tile, number, palette)


def trace(tile: Tile, number: str, palette: Palette, span: float) -> dict[str, Any]:
    """The heat map itself."""
    height, width = tile.numbers.shape
    return {
        "type": "heatmap",
        "z": np.where(np.isfinite(tile.numbers), tile.numbers, np.nan),
        "x": list(tile.column_names) or list(range(width)),
        "y": list(tile.row_names) or list(range(height)),
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "zmin": -span if tile.signed else 0.0,
        "zmax": span,
        "colorscale": two_sided(palette) if tile.signed else one_sided(palette),
        "showscale": False,
        "name": tile.title,
        "hoverinfo": "skip" if tile.paths else "all",
        "hovertemplate": None if tile.paths else f"%{{y}}, %{{x}}: {tile.hover}<extra>{tile.title}</extra>",
    }


def cells(tile: Tile, place: int) -> dict[str, Any]:
    """Markers that nobody sees, one on each cell, since only points can be clicked."""
    number = "" if place == 0 else str(place + 1)
    down, across = np.indices(tile.numbers.shape).reshape(2, -1).tolist()
    return {
        "type": "scatter",
        "mode": "markers",
        "x": across,
        "y": down,
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "customdata": list(tile.paths),
        "marker": {"size": 16, "opacity": 0.0, "symbol": "square"},
        "text": [f"{path}: {value:.6g}" for path, value in zip(tile.paths, tile.numbers.ravel(), strict=True)],
        "hovertemplate": "%{text}<extra>" + tile.title + "</extra>",
        "showlegend": False,
    }


def axis(domain: list[float], other: str, title: str) -> dict[str, Any]:
    """No ticks; cells are square."""
    bare = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "fixedrange": True}
    scaled = {"scaleanchor": other, "constrain": "domain"} if other.startswith("x") else {"constrain": "domain"}
    return {**bare, **scaled, "domain": domain, "anchor": other, "title": {"text": title, "font": {"size": 11}}}


def mark(tile: Tile, number: str, palette: Palette) -> dict[str, Any] | None:
    """A frame around the selected cell."""
    if tile.marked is None:
        return None
    row, column = tile.marked
    return {
        "type": "rect", "xref": f"x{number}", "yref": f"y{number}", "x0": column - 0.5, "x1": column + 0.5,
        "y0": row - 0.5, "y1": row + 0.5, "line": {"color": palette.ink, "width": 2},
    }  # fmt: skip


def two_sided(palette: Palette) -> list[list[Any]]:
    """Blue below zero, the ground at zero, orange above."""
    colours = (*reversed(palette.negative), palette.activation_zero, *palette.positive)
    return [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]


def one_sided(palette: Palette) -> list[list[Any]]:
    """From the ground to the ink, as pictures are printed."""
    return [[0.0, palette.activation_zero], [1.0, palette.ink]]
