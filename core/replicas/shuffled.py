"""Shuffled examples for all replicas: every step picks them from the tables by number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.batches import Batches, Indices
from core.ops.op import Array
from core.replicas.buffers import StackedBuffers


class ShuffledBatches:
    """Puts every replica's batch into the arena; only the numbers of the examples are brought together ahead.

    every: the batches of each replica, in order, which differ in their order or in their tables.
    """

    moving = True

    def __init__(self, every: Sequence[Batches], buffers: StackedBuffers) -> None:
        self._distinct = list(dict.fromkeys(every))
        self._ahead, self._size = every[0].ahead, every[0].size
        self._lines: Indices = np.zeros((self._ahead, len(every), self._size), dtype=np.intp)
        self._picked = list(self._lines.reshape(self._ahead, -1))
        tables = list({id(one.tables[1]): one.tables for one in every}.values())
        offset = {id(y): i * len(y) for i, (_, y) in enumerate(tables)}
        self._moves = [
            (one.line.reshape(self._ahead, self._size), np.array(offset[id(one.tables[1])]), self._lines[:, r])
            for r, one in enumerate(every)
        ]
        self._x, self._y = (np.concatenate([pair[i] for pair in tables]).T.copy() for i in (0, 1))
        self._into_x, self._into_y = (in_memory(buffers, path) for path in "xy")
        buffers.padded("x")
        self._first = -1
        self._next = 0

    def seek(self, step: int) -> None:
        """The next `load` brings this step."""
        self._next = step

    def load(self) -> None:
        """Bring the examples of the next step into the arena."""
        place = self._next % self._ahead
        if self._next - place != self._first:
            self._follow(self._next - place)
        picked = self._picked[place]
        self._x.take(picked, 1, self._into_x, "clip")
        self._y.take(picked, 1, self._into_y, "clip")
        self._next += 1

    def _follow(self, first: int) -> None:
        """Which examples the steps from `first` on see."""
        self._first = -1  # Until all is there: it may be interrupted.
        for batches in self._distinct:
            batches.follow(first * self._size, batches.line)
        for line, offset, into in self._moves:
            np.add(line, offset, into)
        self._first = first


def in_memory(buffers: StackedBuffers, path: str) -> Array:
    """A table of all replicas as it lies in the arena: (units, R · batch)."""
    table = buffers.value(path).transpose(1, 0, 2)
    return table.reshape(len(table), -1, copy=False)
