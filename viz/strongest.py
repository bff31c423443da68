"""Which edges of a large network travel to the browser: the strongest into each layer, chosen again as it learns.

Fifty thousand edges can be neither told apart on a screen nor sent sixty times a second.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from viz.colour import QUANTITIES
from viz.graph import edge_path, weights

Array = NDArray[np.float64]
# Places within the block of parameters, in rising order; empty: all of them.
Chosen = tuple[int, ...]

# Up to here all edges travel, and the stage chooses which of them it draws.
MOST_EDGES = 2500
# One fewer than the stage draws, so that there is room for the selected one.
STRONGEST = 399


def edge_count(layout: Layout) -> int:
    """How many edges the network has."""
    return sum(int(np.prod(slot.shape)) for _, slot in weights(layout))


def is_crowded(layout: Layout) -> bool:
    """Whether only some of the edges can travel."""
    return edge_count(layout) > MOST_EDGES


def strongest(layout: Layout, row: Array, colour_by: str) -> Chosen:
    """The places of the edges whose quantity is largest at this row, as many into each layer where it has them."""
    sizes = np.abs(np.nan_to_num(QUANTITIES[colour_by].of(layout, row)))
    slots = [slot for _, slot in weights(layout)]
    parts = np.split(sizes, np.cumsum([int(np.prod(slot.shape)) for slot in slots])[:-1])
    start, found = layout.blocks["parameter"].start, []
    for place, most in shares([part.size for part in parts]):
        largest = np.argpartition(-parts[place], most - 1)[:most]
        found.append((slots[place].places().ravel() - start)[largest])
    return tuple(np.unique(np.concatenate(found)).tolist())


def shares(sizes: list[int]) -> Iterator[tuple[int, int]]:
    """(layer, how many of its edges): what a small layer leaves over goes to the others."""
    left = STRONGEST
    for done, place in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        most = min(sizes[place], left // (len(sizes) - done))
        left -= most
        yield place, most


def with_selected(chosen: Chosen, layout: Layout, selected: str) -> Chosen:
    """The edge in the inspector travels too."""
    place = place_of(layout, selected)
    return chosen if place is None else tuple(sorted({*chosen, place}))


def place_of(layout: Layout, selected: str) -> int | None:
    """h1/W[2,0] → its place within the block of parameters; None for what is no edge."""
    path, _, index = selected.partition("[")
    for _, slot in weights(layout):
        if slot.path == path:
            j, i = map(int, index.removesuffix("]").split(","))
            return int(slot.offset + j * slot.strides[0] + i * slot.strides[1] - layout.blocks["parameter"].start)
    return None


def travelling(layout: Layout, chosen: Chosen) -> NDArray[np.intp]:
    """The places of all parameters that are sent: the chosen edges, biases, scales and kernels."""
    start, edges = layout.blocks["parameter"].start, {slot.path for _, slot in weights(layout)}
    others = [slot.places().ravel() - start for slot in layout.parameters() if slot.path not in edges]
    return np.sort(np.concatenate([np.array(chosen, dtype=np.intp), *others]))


def drawn_edges(layout: Layout, chosen: Chosen) -> list[str]:
    """The paths of the chosen edges."""
    paths = (edge_path(layout, slot, j, i) for _, slot in weights(layout) for j, i in pairs(layout, chosen, slot.path))
    return list(dict.fromkeys(paths))


def pairs(layout: Layout, chosen: Chosen, path: str) -> list[tuple[int, int]]:
    """The chosen entries (j, i) of one weight matrix."""
    slot, start = layout.slot(path), layout.blocks["parameter"].start
    rows, columns = np.nonzero(np.isin(slot.places() - start, chosen))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
