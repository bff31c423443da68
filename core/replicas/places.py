"""Where the numbers of all replicas lie: in what order R rows share one arena.

A table is stored (features, R, batch), so that what acts on each number alone runs over all replicas, and over all
layers that follow each other, in one line without gaps; everything else is stored (R, size).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout, Slot
from core.ops.op import Array


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the row whose replicas lie together; batch: how wide its tables are, 0 when it is no table."""

    start: int
    stop: int
    batch: int

    def within(self, stacked: Array, replicas: int) -> Array:
        """The same numbers as (…, R, size of the piece); in general a copy."""
        part = stacked[..., replicas * self.start : replicas * self.stop]
        lead, size = part.shape[:-1], self.stop - self.start
        if not self.batch:
            return part.reshape(*lead, replicas, size)
        tables = part.reshape(*lead, size // self.batch, replicas, self.batch)
        return np.moveaxis(tables, -2, -3).reshape(*lead, replicas, size)


def pieces_of(layout: Layout) -> tuple[Piece, ...]:
    """All pieces of a row, in order."""
    batch, blocks = layout.slot("x").shape[0], layout.blocks.values()
    inside = {one.start for one in blocks for other in blocks if other.start < one.start < other.stop}
    starts = {block.start: 0 for block in blocks if block.start not in inside}
    before = True
    for slot in sorted(layout, key=lambda slot: slot.offset):
        width = batch if is_table(slot, layout) else 0
        alone = bool(width) or not slot.shape
        if alone or before:
            starts[slot.offset] = width
        before = alone
    starts |= dict.fromkeys(fields_in_memory(layout), 0)
    starts.pop(layout.size, None)
    return tuple(Piece(*ends, starts[ends[0]]) for ends in pairwise((*sorted(starts), layout.size)))


def is_table(slot: Slot, layout: Layout) -> bool:
    """Whether a slot has a row per example, stored (units, batch); parameters and what is shaped like them have not."""
    batch = layout.slot("x").shape[0]
    lying = len(slot.shape) > 1 and (slot.shape[0], slot.strides[0], slot.strides[-1]) == (batch, 1, batch)
    return lying and slot.offset < layout.blocks["backward"].stop


def fields_in_memory(layout: Layout) -> list[int]:
    """Where each field of the optimizer's memory begins: each is as long as the parameters."""
    parameters, memory = layout.blocks["parameter"], layout.blocks["memory"]
    many = [slot for slot in layout if slot.role == "memory" and slot.shape]
    size = parameters.stop - parameters.start
    return [start for start in range(memory.start, memory.stop, size) if any(slot.offset == start for slot in many)]


def places_of(layout: Layout, replicas: int) -> NDArray[np.intp]:
    """The place in the arena of every number of every replica's row: (R, size)."""
    numbers = np.arange(replicas * layout.size)
    return np.concatenate([piece.within(numbers, replicas) for piece in pieces_of(layout)], axis=1)
