"""What all kinds of pooling have in common: windows of an image, each summed up in one number per channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.ops.op import Array, Call, Op, call
from core.ops.window import Window

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Pool2d(Op):
    """x: (batch, C, H, W) → a: (batch, C, down, across); pixels beyond the last whole window are not looked at.

    What the windows see is laid out place by place, (k², C·down·across·batch): arithmetic on numbers that lie side by
    side is worth the copy, and NumPy makes no room of its own for it.
    """

    window: Window

    def gathered(self, buffers: Buffers) -> Array:
        """Room for what the windows see, kept from the way forward for the way back."""
        a = self.line(buffers.value(self.output))
        return buffers.kept("windows", a, (self.window.size**2, len(a)))

    def gather(self, buffers: Buffers) -> list[Call]:
        """Calls that fill it, in row-major order of the places inside the window."""
        seen = self.images_of(self.gathered(buffers))
        pixels = self.pixels(buffers.value(self.inputs[0]))
        return [call(np.copyto, seen[place], one) for place, one in enumerate(pixels)]

    def hand_back(self, shares: list[Array], into: Array, buffers: Buffers) -> list[Call]:
        """Calls that give each pixel its share of ∂L/∂a, added where windows overlap; shares: one for each place."""
        if self.window.overlaps:
            room = buffers.scratch((len(shares), into.size))
            places = [one.reshape(into.shape) for one in room]
            finish = [call(np.add.reduce, room, 0, None, self.line(into))]
        else:
            places = [into for _ in shares]
            finish = []
        first = [] if self.window.tiles or self.window.overlaps else [call(np.copyto, into, buffers.constant(0.0))]
        copies = [
            call(np.copyto, self.pixels(place)[i], self.images_of(share))
            for i, (place, share) in enumerate(zip(places, shares, strict=True))
        ]
        return [*first, *copies, *finish]

    def pixels(self, values: Array) -> list[Array]:
        """The pixels at each place inside the window, of all windows at once, in row-major order."""
        images = self.window.images(values)
        return [images[:, *pixels] for _, _, _, pixels in self.window.parts()]

    def line(self, values: Array) -> Array:
        """(features, batch) in one line."""
        return values.reshape(-1, copy=False)

    def images_of(self, line: Array) -> Array:
        """A line of pooled numbers seen as (C, down, across, batch)."""
        channels, (down, across) = self.window.image[0], self.window.output
        return line.reshape(*line.shape[:-1], channels, down, across, -1, copy=False)
