"""What all kinds of pooling have in common: windows of an image, each summed up in one number per channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.ops.op import Array, Op
from core.ops.window import Window

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Pool2d(Op):
    """x: (batch, C, H, W) → a: (batch, C, down, across); pixels beyond the last whole window are not looked at."""

    window: Window

    def pooled(self, values: Array) -> Array:
        """(C · down · across, batch) seen as (C, down, across, batch)."""
        *lead, _, batch = values.shape
        return values.reshape(*lead, self.window.image[0], *self.window.output, batch, copy=False)

    def pixels(self, values: Array) -> list[Array]:
        """The pixels at each place inside the window, of all windows at once, in row-major order."""
        images = self.window.images(values)
        return [images[..., :, *pixels] for _, _, _, pixels in self.window.parts()]

    def output_of(self, buffers: Buffers) -> Array:
        """Where the pooled values go."""
        return self.pooled(buffers.value(self.output))
