"""Which examples a step sees, as a function of (seed, step) alone.

Epochs of shuffled examples follow each other in one endless line; step k takes the k-th stretch of `size` from it, so
every batch is full and every example is seen equally often.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from core.chance import Chance
from core.layout import Layout, Slot
from core.ops.op import Array, Call, call
from core.randomness import generator

Indices = NDArray[np.intp]

# Epochs are drawn in groups, since making a generator costs as much as a few training steps.
GROUPED = 4096
AHEAD = 64
AHEAD_NUMBERS = 30_000


class Batches:
    """Puts the examples of a step into the data block of the arena: x with its row of ones, then y.

    Small batches are gathered some steps ahead, so that a step copies one contiguous stretch; large ones go straight
    into the block.  Everything is gathered into the same arrays again and again: training allocates none.  Steps follow
    each other: `seek` says which one is next, `load` brings it.

    chances: what is drawn for every step, by the number of the step, into its examples or beside them.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        size: int | None,
        seed: int,
        layout: Layout,
        block: Array,
        chances: tuple[Chance, ...] = (),
    ) -> None:
        self.seed = seed
        self.examples = len(x)
        self.size = self.examples if size is None else size
        self.shuffled = self.size < self.examples
        self._block = block
        self.moving = self.shuffled or bool(chances)
        self.ahead = max(1, min(AHEAD, AHEAD_NUMBERS // block.size)) if self.moving else 1
        rows: NDArray[np.float64] = block[None, :] if self.ahead == 1 else np.zeros((self.ahead, block.size))
        rows[...] = 1.0  # The row of ones under x stays, and so do the ones that leave biases alone.
        self.rows = rows
        self._ready = list(rows)
        self.line: Indices = np.arange(self.ahead * self.size) % self.examples
        self._calls = (*self._gathering(x, layout.slot("x"), rows), *self._gathering(y, layout.slot("y"), rows))
        self._fills = [
            chance.filler(seed, [layout.view(row, chance.path) for row in self._ready]) for chance in chances
        ]
        self.tables = x, y
        self._first = -1
        self._next = 0
        self._epoch: Indices = np.arange(self.examples)
        self._order: Indices = np.zeros((max(1, GROUPED // self.examples), self.examples), dtype=np.intp)
        self._group = -1

    @property
    def only_shuffled(self) -> bool:
        """Whether a step sees its examples as they are."""
        return self.shuffled and not self._fills

    def seek(self, step: int) -> None:
        """The next `load` brings this step; the full batch is brought now, once and for all."""
        self._next = step
        if not self.moving and self._first < 0:
            self.gather(0)

    def load(self) -> None:
        """Bring the examples of the next step into the block."""
        place = self._next % self.ahead
        if self._next - place != self._first:
            self.gather(self._next - place)
        if self.ahead > 1:
            self._block[...] = self._ready[place]
        self._next += 1

    def gather(self, first: int) -> None:
        """Bring the steps from `first` on into the rows ahead."""
        self._first = -1  # Until all is there: it may be interrupted.
        if self.shuffled:
            self.follow(first * self.size, self.line)
        for gather in self._calls:
            gather.run()
        for fill in self._fills:
            for i in range(self.ahead):
                fill(first + i, i)
        self._first = first

    def indices(self, step: int) -> Indices:
        """The examples of this step, by their row in the training data."""
        line: Indices = np.arange(self.size)
        if self.shuffled:
            self.follow(step * self.size, line)
        return line

    def follow(self, position: int, line: Indices) -> None:
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
            self._group = -1
            self._order[:] = self._epoch
            generator(self.seed, "batch", group).permuted(self._order, axis=1, out=self._order)
            self._group = group

    def _gathering(self, array: Array, slot: Slot, rows: Array) -> list[Call]:
        """Calls that bring the examples of the line into the steps ahead, laid out as in the arena."""
        units = prod(slot.shape[1:])
        found: Array = np.zeros((self.line.size, units))
        return [
            call(np.take, array, self.line, 0, found, "clip"),
            call(np.copyto, self._stretch(slot, rows), found.reshape(self.ahead, self.size, units).transpose(0, 2, 1)),
        ]

    def _stretch(self, slot: Slot, rows: Array) -> Array:
        """Where a table lies in the steps ahead: (steps, units, examples)."""
        units = prod(slot.shape[1:])
        stretch = rows[:, slot.offset : slot.offset + units * self.size]
        return stretch.reshape(self.ahead, units, self.size, copy=False)
