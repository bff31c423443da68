"""Numbers by name: h1/W[0,0], or h1:2 for the output of a unit at the first example."""

from __future__ import annotations

import re

import numpy as np

from core.layout import Layout

Number = tuple[str, tuple[int, ...]]


def number_of(layout: Layout, name: str) -> Number | None:
    """The path and index of a name, or of a selected part of the stage; None where it has no adjoint."""
    unit = re.fullmatch(r"(\w+):(\d+)", name)
    if unit:
        return output_of(layout, unit[1], int(unit[2]))
    part = re.fullmatch(r"([^\[]+)\[([\d,]*)\]", name)
    if not part or (part[1], "adjoint") not in layout:
        return None
    index = tuple(int(i) for i in part[2].split(",") if i)
    shape = layout.slot(part[1]).shape
    fits = len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))
    return (part[1], index) if fits else None


def output_of(layout: Layout, layer: str, unit: int) -> Number | None:
    """What a unit hands on for the first example; the data have an adjoint where they are images or sequences."""
    path = "x" if layer == "x" else f"{layer}/a"
    if (path, "adjoint") not in layout:
        return None
    shape = layout.slot(path).shape[1:]
    if unit >= np.prod(shape):
        return None
    return path, (0, *(int(i) for i in np.unravel_index(unit, shape)))


def name_of(path: str, index: tuple[int, ...]) -> str:
    """h1/W[0,0]."""
    return f"{path}[{','.join(map(str, index))}]"


def trail_of(layout: Layout, selected: str, trail: tuple[str, ...]) -> tuple[str, ...]:
    """The way from the selected part to the number that is explained; it begins anew with another selection.

    What a changed network no longer has ends it.
    """
    start = number_of(layout, selected)
    if start is None:
        return ()
    if trail[:1] != (name_of(*start),):
        return (name_of(*start),)
    known = [number_of(layout, name) is not None for name in trail]
    return trail[: known.index(False)] if False in known else trail
