"""Which examples a step sees, as a function of (seed, step) alone.

Epochs of shuffled examples follow each other in one endless line; step k takes the k-th stretch of `size` from it, so
every batch is full and every example is seen equally often.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.layout import Layout
from core.ops.op import Array
from core.randomness import generator

Indices = NDArray[np.intp]

# Epochs are drawn in groups, since making a generator costs as much as a few training steps.
GROUPED = 4096
AHEAD = 64
AHEAD_NUMBERS = 400_000


class Batches:
    """Hands the examples of a step to the arena; gathers ahead, so that a step copies one contiguous stretch."""

    def __init__(self, x: Array, y: Array, size: int | None, seed: int, layout: Layout) -> None:
        self.x, self.y, self.seed = x, y, seed
        self.examples = len(x)
        self.size = self.examples if size is None else size
        self.shuffled = size is not None and size < self.examples
        data = layout.blocks["data"]
        self._slots = layout.slot("x"), layout.slot("y")
        self._ahead = max(1, min(AHEAD, AHEAD_NUMBERS // max(1, data.stop)))
        self._rows: NDArray[np.float64] = np.zeros((self._ahead, data.stop))
        self._ones()
        self._first = -1
        self._drawn: dict[int, Indices] = {}

    def row(self, step: int) -> Array:
        """The data block of this step: x with its row of ones, then y; valid until the next call."""
        if not self.shuffled:
            if self._first < 0:
                self._fill(0, np.arange(self.size)[None, :])
            return np.asarray(self._rows[0])
        first = step - step % self._ahead
        if first != self._first:
            self._fill(first, np.array([self.indices(k) for k in range(first, first + self._ahead)]))
        return np.asarray(self._rows[step - first])

    def indices(self, step: int) -> Indices:
        """The examples of this step, by their row in the training data."""
        if not self.shuffled:
            return np.arange(self.size)
        start = step * self.size
        return np.array([self._at(position) for position in range(start, start + self.size)])

    def _at(self, position: int) -> int:
        """The example at one position of the endless line."""
        epochs = max(1, GROUPED // self.examples)
        group, inside = divmod(position, epochs * self.examples)
        return int(self._group(group, epochs)[inside])

    def _group(self, group: int, epochs: int) -> Indices:
        """Some epochs of shuffled examples, one behind the other; the last two groups are kept."""
        if group not in self._drawn:
            epoch = np.tile(np.arange(self.examples), (epochs, 1))
            order = generator(self.seed, "batch", group).permuted(epoch, axis=1).reshape(-1)
            self._drawn = {key: value for key, value in self._drawn.items() if key == group - 1} | {group: order}
        return self._drawn[group]

    def _fill(self, first: int, indices: Indices) -> None:
        """Gather the examples of several steps."""
        for slot, array in zip(self._slots, (self.x, self.y), strict=True):
            units = slot.shape[1]
            stretch = self._rows[: len(indices), slot.offset : slot.offset + units * self.size]
            stretch.reshape(len(indices), units, self.size)[...] = array[indices].transpose(0, 2, 1)
        self._first = first

    def _ones(self) -> None:
        """The row of ones under x never changes."""
        end = self._slots[1].offset
        self._rows[:, end - self.size : end] = 1.0
