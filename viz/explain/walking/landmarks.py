"""Where the walk comes past a selected part: its sum, its gradient, its update."""

from __future__ import annotations

import re

from core.explain.walk import Walk
from core.explain.walk.block import Block
from core.layout import Layout
from viz.explain.chosen import Number, parameter_of
from viz.sketch.columns import column_of

LABELS = {"forward": "its forward sum", "backward": "its gradient", "update": "its update"}


def landmarks(walk: Walk, layout: Layout, selected: str) -> dict[str, int]:
    """By name the positions before the first product of what is selected, in each phase that has one."""
    found = {}
    for phase, label in LABELS.items():
        position = start_in(walk, layout, selected, phase)
        if position is not None:
            found[label] = position
    return found


def start_for(walk: Walk, layout: Layout, selected: str) -> int:
    """Where a walk begins: before the sum of a selected unit, or the one that a selected weight goes into."""
    position = start_in(walk, layout, selected, "forward")
    return 0 if position is None else position


def start_in(walk: Walk, layout: Layout, selected: str, phase: str) -> int | None:
    """The position before what is selected, in a phase."""
    unit, number = re.fullmatch(r"(\w+):(\d+)", selected), parameter_of(layout, selected)
    if phase == "forward":
        if unit is None and number is not None and number[1]:
            unit = re.fullmatch(r"(\w+):(\d+)", f"{number[0].split('/')[0]}:{number[1][0]}")
        return None if unit is None else before_unit(walk, layout, unit[1], int(unit[2]))
    return None if number is None else before_number(walk, phase, number)


def before_unit(walk: Walk, layout: Layout, layer: str, unit: int) -> int | None:
    """The first number of a unit on the way forward."""
    blocks = [block for block in walk.blocks if block.phase == "forward" and block.layer == layer]
    column = column_of(layout, layer)
    if not blocks or column is None:
        return None
    place = unit % column.units * column.after
    return walk.start_of(blocks[0], place) if place < len(blocks[0].order) else None


def before_number(walk: Walk, phase: str, number: Number) -> int | None:
    """The first product of a parameter's gradient or update."""
    path, index = number
    for block in walk.blocks:
        if (block.phase, block.slot.path) == (phase, path):
            return walk.start_of(block, place_of(block, index))
    return None


def place_of(block: Block, index: tuple[int, ...]) -> int:
    """Where in the order of a block an entry stands."""
    flat = 0
    for i, size in zip(index, block.slot.shape, strict=True):
        flat = flat * size + i
    return int((block.order == flat).nonzero()[0][0])
