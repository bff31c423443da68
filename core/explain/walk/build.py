"""From a program to the blocks of its walk, in the order in which a step computes its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np

from core.explain.explain import is_name_only
from core.explain.walk.backward_blocks import backward_blocks
from core.explain.walk.block import Block, size_of
from core.explain.walk.forward_blocks import forward_blocks, wired
from core.explain.walk.loss import Loss
from core.explain.walk.update import Updates
from core.program import Program


def blocks_of(program: Program) -> tuple[Block, ...]:
    """All blocks, those without any number left out."""
    wires = wired(program, [op for op in program.network.ops if not is_name_only(op, program.layout)])
    forward, backward = forward_blocks(program.layout, wires), backward_blocks(program, wires)
    found = (*forward, loss_block(program), *backward, *update_blocks(program))
    return tuple(block for block in found if len(block.order))


def loss_block(program: Program) -> Loss:
    """One number: the terms of an example, the other examples together, the penalties."""
    terms = prod(program.layout.slot("y").shape[1:])
    count = terms + int(program.batch > 1) + len(program.network.parts)
    return Loss("loss", "", program.layout.slot("L"), np.zeros(1, int), np.array([count]))


def update_blocks(program: Program) -> Iterator[Updates]:
    """A block for each parameter, in storage order."""
    for slot in program.layout.parameters():
        count = size_of(slot)
        yield Updates("update", slot.path.split("/")[0], slot, np.arange(count), np.ones(count, int))
