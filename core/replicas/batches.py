"""The examples of all replicas: those that see the same batches share the drawing and the gathering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.batches import Batches
from core.ops.op import Array
from core.replicas.buffers import StackedBuffers
from core.replicas.places import Piece, pieces_of
from core.replicas.shuffled import ShuffledBatches


def stacked_batches(every: Sequence[Batches], buffers: StackedBuffers) -> StackedBatches | ShuffledBatches:
    """The quickest that can: shuffled examples need nothing but their order, drawn numbers must be copied."""
    return ShuffledBatches(every, buffers) if every[0].only_shuffled else StackedBatches(every, buffers)


class StackedBatches:
    """Puts every replica's batch into the data block of the arena; `seek` says which step is next, `load` brings it.

    every: the batches of each replica, in order; the same object where replicas see the same.  Each of them gathers
    some steps ahead, and what it gathered is copied to where all replicas have it.
    """

    def __init__(self, every: Sequence[Batches], buffers: StackedBuffers) -> None:
        self._distinct = list(dict.fromkeys(every))
        self.moving = every[0].moving
        self._ahead = every[0].ahead
        data, replicas = buffers.layout.blocks["data"], buffers.replicas
        self._block = buffers.arena[replicas * data.start : replicas * data.stop]
        self._rows: Array = np.zeros((self._ahead, self._block.size))
        pieces = [piece for piece in pieces_of(buffers.layout) if data.start <= piece.start < data.stop]
        shared = len(self._distinct) == 1
        takers = [(slice(None), every[0])] if shared else [(slice(r, r + 1), one) for r, one in enumerate(every)]
        self._copies = [
            (room_for(self._rows, piece, replicas, taker), seen_by(batches.rows, piece, data.start))
            for taker, batches in takers
            for piece in pieces
        ]
        self._first = -1
        self._next = 0

    def seek(self, step: int) -> None:
        """The next `load` brings this step; batches that never change are brought now, once and for all."""
        self._next = step
        for batches in self._distinct:
            batches.seek(step)
        if not self.moving and self._first < 0:
            self._gather(0)
            self._block[...] = self._rows[0]

    def load(self) -> None:
        """Bring the examples of the next step into the block."""
        place = self._next % self._ahead
        if self._next - place != self._first:
            self._gather(self._next - place)
        self._block[...] = self._rows[place]
        self._next += 1

    def _gather(self, first: int) -> None:
        self._first = -1  # Until all is there: it may be interrupted.
        for batches in self._distinct:
            batches.gather(first)
        for into, seen in self._copies:
            np.copyto(into, seen)
        self._first = first


def room_for(rows: Array, piece: Piece, replicas: int, taker: slice) -> Array:
    """Where replicas find a piece of their data in the steps ahead: (steps, units, replicas, batch)."""
    stretch = rows[:, replicas * piece.start : replicas * piece.stop]
    width = piece.batch or piece.stop - piece.start
    return stretch.reshape(len(rows), -1, replicas, width, copy=False)[:, :, taker]


def seen_by(rows: Array, piece: Piece, start: int) -> Array:
    """The same piece of a single run: (steps, units, 1, batch)."""
    stretch = rows[:, piece.start - start : piece.stop - start]
    return stretch.reshape(len(rows), -1, 1, piece.batch or piece.stop - piece.start, copy=False)
