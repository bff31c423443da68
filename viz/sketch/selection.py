"""From paths to edges and back: any weight can be selected, and what is drawn for it is the edge it belongs to."""

from __future__ import annotations

import re
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.layout import Kind, Layout
from viz.sketch.families import Family, families

Array = NDArray[np.float64]
ENTRY = re.compile(r"([^\[]+)\[(\d+(?:,\d+)*)\]")
# Of so many weights the first is as good as any.
FEW = 100
GROUP = re.compile(r"([^\[]+)\[(\d+)←(\d+)\]")


def edge_of(layout: Layout, path: str) -> int | None:
    """The number of the edge that a weight (h1/W[3,0,2,2]) belongs to or that is named (h1/W[3←0]); else None."""
    group = group_named(layout, path)
    if group is not None:
        return group[0].first + group[1]
    match = ENTRY.fullmatch(path)
    family = family_named(layout, match[1]) if match else None
    index = tuple(int(part) for part in match[2].split(",")) if match else ()
    if family is None or not inside(index, family.slot.shape):
        return None
    column = int(np.ravel_multi_index(index[1:], family.slot.shape[1:])) // family.after % family.columns
    return family.first + index[0] % family.rows * family.columns + column


def group_named(layout: Layout, path: str) -> tuple[Family, int] | None:
    """h1/W[3←0] → its family and its number there."""
    match = GROUP.fullmatch(path)
    family = family_named(layout, match[1]) if match else None
    if match is None or family is None or family.size == 1:
        return None
    row, column = int(match[2]), int(match[3])
    return (family, row * family.columns + column) if inside((row, column), (family.rows, family.columns)) else None


def family_named(layout: Layout, path: str) -> Family | None:
    """The family of a matrix."""
    return next((family for family in families(layout) if family.path == path), None)


def inside(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether an entry is one of a matrix."""
    return len(index) == len(shape) and all(i < size for i, size in zip(index, shape, strict=True))


def weight_of(layout: Layout, row: Array, path: str, kind: Kind) -> str:
    """The weight that a click selects: of an edge that stands for several, the one whose number is largest.

    path: what was clicked; what is no such edge is given back as it is.
    """
    group = group_named(layout, path)
    if group is None:
        return own_path(layout, path)
    family, edge = group
    numbers = np.abs(row[family.places[edge] + family.of_kind(layout, kind)])
    entries = family.grouped(np.arange(prod(family.slot.shape)))[edge]
    index = np.unravel_index(entries[np.argmax(np.nan_to_num(numbers))], family.slot.shape)
    return f"{family.path}[{','.join(map(str, index))}]"


def first_weight(layout: Layout, row: Array) -> str:
    """What is selected at first: h1/W[0,0]; of many the one with the largest gradient: in corners of images it is 0."""
    slot = layout.parameters()[0]
    gradients = np.abs(layout.view(row, slot.path, "adjoint"))
    place = int(np.argmax(np.nan_to_num(gradients))) if gradients.size > FEW else 0
    return f"{slot.path}[{','.join(map(str, np.unravel_index(place, slot.shape)))}]"


def own_path(layout: Layout, path: str) -> str:
    """out/W[2,0] of a layer that is tied to h1 → h1/W[0,2]; any other path as it is."""
    match, tied = ENTRY.fullmatch(path), edge_of(layout, path)
    family = family_named(layout, match[1]) if match else None
    if match is None or family is None or tied is None or family.slot.role != "tied":
        return path
    shared = next(slot for slot in layout.parameters() if slot.offset == family.slot.offset)
    return f"{shared.path}[{','.join(reversed(match[2].split(',')))}]"


def entry_place(layout: Layout, path: str) -> int | None:
    """How far behind the start of its matrix a weight lies that is drawn together with others; else None."""
    match = ENTRY.fullmatch(path)
    family = family_named(layout, match[1]) if match else None
    if match is None or family is None or family.size == 1:
        return None
    index = tuple(int(part) for part in match[2].split(","))
    return sum(i * step for i, step in zip(index, family.slot.strides, strict=True))
