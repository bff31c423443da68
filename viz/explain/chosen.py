"""Numbers by name: h1/W[0,0], or h1:2 for the output of a unit at the first example."""

from __future__ import annotations

import re

import numpy as np

from core.layout import Layout
from viz.sketch.biases import is_biased

Number = tuple[str, tuple[int, ...]]


def number_of(layout: Layout, name: str, row: int = 0) -> Number | None:
    """The path and index of a name, or of a selected part of the stage; None where it has no adjoint.

    row: the example of the batch whose output a unit stands for.
    """
    unit = re.fullmatch(r"(\w+):(\d+)", name)
    if unit:
        return output_of(layout, unit[1], int(unit[2]), row)
    part = re.fullmatch(r"([^\[]+)\[([\d,]*)\]", name)
    if not part or (part[1], "adjoint") not in layout:
        return None
    index = tuple(int(i) for i in part[2].split(",") if i)
    shape = layout.slot(part[1]).shape
    fits = len(index) == len(shape) and all(i < n for i, n in zip(index, shape, strict=True))
    return (part[1], index) if fits else None


def output_of(layout: Layout, layer: str, unit: int, row: int) -> Number | None:
    """What a unit hands on for one example, a channel in its middle, a unit along a sequence at the first step.

    The data have an adjoint where they are images or sequences.
    """
    path = "x" if layer == "x" else f"{layer}/a"
    if (path, "adjoint") not in layout:
        return None
    shape = layout.slot(path).shape[1:]
    if len(shape) == 3:
        channels, *size = shape
        return (path, (row, unit, *(length // 2 for length in size))) if unit < channels else None
    if unit >= np.prod(shape):
        return None
    return path, (row, *(int(i) for i in np.unravel_index(unit, shape)))


def name_of(path: str, index: tuple[int, ...]) -> str:
    """h1/W[0,0]."""
    return f"{path}[{','.join(map(str, index))}]"


def trail_of(layout: Layout, selected: str, trail: tuple[str, ...], row: int = 0) -> tuple[str, ...]:
    """The way from the selected part to the number that is explained; it begins anew with another selection.

    What a changed network no longer has ends it.
    """
    start = number_of(layout, selected, row)
    if start is None:
        return ()
    if trail[:1] != (name_of(*start),):
        return (name_of(*start),)
    known = [number_of(layout, name) is not None for name in trail]
    return trail[: known.index(False)] if False in known else trail


def parameter_of(layout: Layout, selected: str) -> Number | None:
    """The parameter behind a selection; a neuron or a channel stands for its bias, if it has one."""
    unit = re.fullmatch(r"(\w+):(\d+)", selected)
    if unit:
        return (f"{unit[1]}/b", (int(unit[2]),)) if is_biased(layout, selected) else None
    part = re.fullmatch(r"([\w/]+)\[([\d,]+)\]", selected)
    return (part[1], tuple(int(i) for i in part[2].split(","))) if part else None
