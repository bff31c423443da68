"""The arena of many replicas, with views that have the replicas as their first axis."""

from __future__ import annotations

from bisect import bisect_right
from math import prod

import numpy as np

from core.buffers import Buffers
from core.layout import Layout
from core.ops.op import Array
from core.replicas.places import pieces_of


class StackedBuffers(Buffers):
    """Tables are (R, features, batch), matrices (R, out, in + 1), flat vectors (R, size), single numbers (R, 1)."""

    def __init__(self, layout: Layout, replicas: int) -> None:
        super().__init__(layout)
        self.replicas = replicas
        self.arena = np.zeros(replicas * layout.size)
        self._pieces = pieces_of(layout)
        self._starts = [piece.start for piece in self._pieces]

    def single(self) -> Array:
        """(R, 1)."""
        return self.scratch((self.replicas, 1))

    def scratch(self, shape: tuple[int, ...]) -> Array:
        """Room that lies as the arena does: a table (features, R, batch) in memory."""
        if len(shape) != 3:
            return super().scratch(shape)
        return super().scratch((shape[1], shape[0], shape[2])).transpose(1, 0, 2)

    def span(self, first: str, last: str) -> Array:
        """All numbers of all replicas from the first to the last variable, in one line."""
        start, end = self.layout.slot(first), self.layout.slot(last)
        return self.every(slice(start.offset, end.offset + prod(end.shape)))

    def every(self, stretch: slice) -> Array:
        """All numbers of all replicas in a stretch of the row that cuts no table, in one line."""
        return self.arena[self.replicas * stretch.start : self.replicas * stretch.stop]

    def numbers_of(self, replica: int) -> NumbersOf:
        """The single numbers of one replica."""
        return NumbersOf(self, replica)

    def _block(self, offset: int, *shape: int) -> Array:
        size = prod(shape)
        if not self._pieces[bisect_right(self._starts, offset) - 1].batch:
            return self._line(offset, offset + size).reshape(self.replicas, *(shape or (1,)), copy=False)
        rows, columns = shape
        return self.every(slice(offset, offset + size)).reshape(rows, self.replicas, columns).transpose(1, 0, 2)

    def _line(self, start: int, stop: int) -> Array:
        """(R, size) out of a piece that is no table."""
        piece = self._pieces[bisect_right(self._starts, start) - 1]
        assert not piece.batch and stop <= piece.stop
        stretch = self.every(slice(piece.start, piece.stop))
        return stretch.reshape(self.replicas, -1)[:, start - piece.start : stop - piece.start]


class NumbersOf:
    """From the path of a single number to its place in the arena, for one replica."""

    def __init__(self, buffers: StackedBuffers, replica: int) -> None:
        self.buffers = buffers
        self.replica = replica

    def __call__(self, path: str) -> Array:
        return self.buffers.value(path)[self.replica : self.replica + 1].reshape((), copy=False)
