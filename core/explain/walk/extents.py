"""Which things have to do with a stretch of the row: they are asked for block by block, and looked up once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from core.explain.walk.block import Places
from core.layout import Layout, Slot

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, eq=False)
class Extents(Generic[Thing]):
    """Things that read or write a slot each, with where in the row that begins and ends."""

    things: Sequence[Thing]
    first: Places
    last: Places

    def near(self, wanted: Places) -> list[Thing]:
        """Those whose slot reaches to where these positions are."""
        if not len(wanted):
            return []
        reaching = (self.first <= wanted.max()) & (self.last >= wanted.min())
        return [self.things[place] for place in np.flatnonzero(reaching).tolist()]


def extents(layout: Layout, things: Sequence[Thing], path: Callable[[Thing], str]) -> Extents[Thing]:
    """Looked up once, for a question from every block."""
    slots = [layout.slot(path(one)) for one in things]
    return Extents(things, np.array([slot.offset for slot in slots], int), np.array([*map(end_of, slots)], int))


def end_of(slot: Slot) -> int:
    """The last position of the row that belongs to a slot."""
    return slot.offset + sum([(n - 1) * stride for n, stride in zip(slot.shape, slot.strides, strict=True)])
