"""Which examples a step sees, as a function of (seed, step) alone.

Epochs of shuffled examples follow each other in one endless line; step k takes the k-th stretch of `size` from it, so
every batch is full and every example is seen equally often.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout, Slot
from core.ops.op import Array, Call, call
from core.randomness import generator

Indices = NDArray[np.intp]

# Epochs are drawn in groups, since making a generator costs as much as a few training steps.
GROUPED = 4096
AHEAD = 64
AHEAD_NUMBERS = 30_000


class Batches:
    """Hands the examples of a step to the arena; gathers ahead, so that a step copies one contiguous stretch.

    Everything is gathered into the same arrays again and again: training allocates none.
    """

    def __init__(self, x: Array, y: Array, size: int | None, seed: int, layout: Layout) -> None:
        self.seed = seed
        self.examples = len(x)
        self.size = self.examples if size is None else size
        self.shuffled = self.size < self.examples
        data = layout.blocks["data"]
        self._ahead = max(1, min(AHEAD, AHEAD_NUMBERS // max(1, data.stop))) if self.shuffled else 1
        self._rows: NDArray[np.float64] = np.ones((self._ahead, data.stop))  # The row of ones under x stays.
        self._line: Indices = np.arange(self._ahead * self.size)
        self._calls = (*self._gathering(x, layout.slot("x")), *self._gathering(y, layout.slot("y")))
        self._first = -1
        self._epoch: Indices = np.arange(self.examples)
        self._order: Indices = np.zeros((max(1, GROUPED // self.examples), self.examples), dtype=np.intp)
        self._group = -1

    def row(self, step: int) -> Array:
        """The data block of this step: x with its row of ones, then y; valid until the next call."""
        first = step - step % self._ahead if self.shuffled else 0
        if first != self._first:
            if self.shuffled:
                self._follow(first * self.size, self._line)
            for gather in self._calls:
                gather.run()
            self._first = first
        row: Array = self._rows[step - first if self.shuffled else 0]
        return row

    def indices(self, step: int) -> Indices:
        """The examples of this step, by their row in the training data."""
        line: Indices = np.arange(self.size)
        if self.shuffled:
            self._follow(step * self.size, line)
        return line

    def _follow(self, position: int, line: Indices) -> None:
        """Fill `line` with the endless line from one of its positions on."""
        filled = 0
        while filled < line.size:
            group, inside = divmod(position + filled, self._order.size)
            self._shuffle(group)
            count = min(line.size - filled, self._order.size - inside)
            line[filled : filled + count] = self._order.reshape(-1)[inside : inside + count]
            filled += count

    def _shuffle(self, group: int) -> None:
        """Bring one group of shuffled epochs, one behind the other, into `_order`."""
        if group != self._group:
            self._order[:] = self._epoch
            generator(self.seed, "batch", group).permuted(self._order, axis=1, out=self._order)
            self._group = group

    def _gathering(self, array: Array, slot: Slot) -> list[Call]:
        """Calls that bring the examples of the line into the steps ahead, laid out as in the arena."""
        units = slot.shape[1]
        found: Array = np.zeros((self._line.size, units))
        stretch = self._rows[:, slot.offset : slot.offset + units * self.size]
        into = stretch.reshape(self._ahead, units, self.size, copy=False)
        return [
            call(np.take, array, self._line, 0, found, "clip"),
            call(np.copyto, into, found.reshape(self._ahead, self.size, units).transpose(0, 2, 1)),
        ]
