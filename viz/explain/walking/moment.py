"""How far the step is computed at a position of the walk, in the numbers of the stage (docs/stage.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.explain.walk import Walk
from core.explain.walk.block import Block
from core.layout import Layout
from viz.sketch.columns import Column, columns
from viz.sketch.families import Family, edge_count, families


def moment(walk: Walk, layout: Layout, position: int) -> dict[str, Any]:
    """Up to which node, edge or bias its numbers are known."""
    block, _ = walk.unit_at(max(position, 1))
    return {
        "phase": f"{block.phase} {block.layer}" if block.phase in ("forward", "backward") else block.phase,
        "share": share(walk, position, "phase" if block.phase == "update" else "layer"),
        "activation": nodes_forward(walk, layout, position),
        "loss": position >= max(walk.span(one)[1] for one in walk.blocks if one.phase == "loss"),
        "delta": nodes_backward(walk, layout, position, "delta"),
        "gradient": edges_backward(walk, layout, position),
        "bias": nodes_backward(walk, layout, position, "bias"),
        "update": edges_updated(walk, layout, position),
    }


def share(walk: Walk, position: int, granularity: str) -> float:
    """How much of the stage that is under way is done."""
    if position < 1:
        return 0.0
    stage = walk.stage(granularity, position)
    first, last = walk.position(granularity, stage - 1), walk.position(granularity, stage)
    return (position - first) / (last - first)


def done(walk: Walk, block: Block, position: int) -> int:
    """How many numbers of a block are complete."""
    first, last = walk.span(block)
    if position >= last:
        return len(block.order)
    return 0 if position <= first else int(np.searchsorted(np.cumsum(block.counts), position - first, side="right"))


def blocks_of(walk: Walk, phase: str, layer: str) -> list[Block]:
    """Those of a layer in a phase."""
    return [block for block in walk.blocks if (block.phase, block.layer) == (phase, layer)]


def complete(walk: Walk, blocks: list[Block], position: int) -> bool:
    """Whether nothing of them is missing."""
    return all(position >= walk.span(block)[1] for block in blocks)


def nodes_forward(walk: Walk, layout: Layout, position: int) -> int:
    """Below which node all activations are known."""
    known = columns(layout)[0].units
    for column in columns(layout)[1:]:
        own = blocks_of(walk, "forward", column.name)
        if not complete(walk, own, position):
            return known + partly(walk, layout, own, column, column.path, position)
        known += column.units
    return known


def partly(walk: Walk, layout: Layout, blocks: list[Block], column: Column, path: str, position: int) -> int:
    """Of a column whose numbers are under way: how many nodes are complete; those of a sequence only at the end."""
    if column.before > 1 or (path, "value") not in layout:
        return 0
    offset = layout.slot(path).offset
    found = [block for block in blocks if block.slot.offset == offset and len(block.order) == column.features]
    return done(walk, found[0], position) // column.after if found else 0


def nodes_backward(walk: Walk, layout: Layout, position: int, what: str) -> int:
    """From which node on all deltas, or the gradients of all biases, are known."""
    last = known = sum(column.units for column in columns(layout))
    for column in reversed(columns(layout)[1:]):
        path = column.delta if what == "delta" else f"{column.name}/b"
        last -= column.units
        wanted = [block for block in walk.blocks if block.phase == "backward" and is_of(layout, block, path)]
        if not complete(walk, wanted, position):
            return known - partly_back(walk, wanted, column, position)
        known = last
    return known


def is_of(layout: Layout, block: Block, path: str) -> bool:
    """Whether a block is about the numbers of a path."""
    return (path, "value") in layout and layout.slot(path).offset == block.slot.offset


def partly_back(walk: Walk, blocks: list[Block], column: Column, position: int) -> int:
    """Of a column whose numbers are under way, from the last to the first: how many nodes are complete."""
    if column.before > 1 or len(blocks) != 1 or len(blocks[0].order) not in (column.features, column.units):
        return 0
    return done(walk, blocks[0], position) * column.units // len(blocks[0].order)


def edges_backward(walk: Walk, layout: Layout, position: int) -> int:
    """From which edge on all gradients are known."""
    known = edge_count(layout)
    for family, blocks in reversed([*matrices(walk, layout, "backward")]):
        if not complete(walk, blocks, position):
            return known - sum(done(walk, block, position) for block in blocks if in_order(family, block))
        known = family.first
    return known


def edges_updated(walk: Walk, layout: Layout, position: int) -> int:
    """Below which edge all weights have taken their step."""
    for family, blocks in matrices(walk, layout, "update"):
        if not complete(walk, blocks, position):
            return family.first + sum(done(walk, block, position) for block in blocks if in_order(family, block))
    return edge_count(layout)


def matrices(walk: Walk, layout: Layout, phase: str) -> Iterator[tuple[Family, list[Block]]]:
    """Each matrix of the stage with what is walked of it in a phase."""
    for family in families(layout):
        yield family, [one for one in walk.blocks if one.phase == phase and one.slot.offset == family.slot.offset]


def in_order(family: Family, block: Block) -> bool:
    """Whether the weights of a matrix are walked in the order of its edges, one by one."""
    return family.size == 1 and block.slot.shape == family.slot.shape
