"""Where the nodes of a column are drawn: below each other, as an image, or, when they are many, as a block."""

from __future__ import annotations

from math import ceil, sqrt

from viz.sketch.columns import Column

# The widest gap between neighbours of a layer, as a part of the picture's height.
WIDEST_GAP = 0.2
USED_HEIGHT = 0.94
# More nodes than these stand side by side, about four times as many rows as columns.
MOST_IN_LINE = 48
# How wide a gap is that is as high as 1, in a picture that is wider than high; how much of its room a block may take.
ASPECT, MOST_WIDTH = 0.6, 0.55


def grid(column: Column) -> tuple[int, int]:
    """Rows and columns of nodes."""
    if column.image and column.after == 1:
        return column.image[0], column.image[1]
    across = ceil(sqrt(column.units) / 2) if column.units > MOST_IN_LINE else 1
    return ceil(column.units / across), across


def positions(place: int, places: int, column: Column) -> list[tuple[float, float]]:
    """Where the nodes of one layer are drawn, row by row, the first at the top: (x, y) in 0…1, y upwards."""
    rows, across = grid(column)
    gap = min(WIDEST_GAP, USED_HEIGHT / max(1, rows - 1))
    width = min(gap * ASPECT * (across - 1), MOST_WIDTH / max(1, places - 1))
    x = place / max(1, places - 1)
    left = min(max(x - width / 2, 0.0), 1.0 - width)
    step = width / max(1, across - 1)
    return [
        (left + (unit % across) * step, 0.5 + ((rows - 1) / 2 - unit // across) * gap) for unit in range(column.units)
    ]
