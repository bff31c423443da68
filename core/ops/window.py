"""A square window that slides over images: where it meets them, for convolutions and pooling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.ops.op import Array

# Part of an image, or of what the window makes of it: rows, columns, and all examples.
Part = tuple[slice, slice, slice]


@dataclass(frozen=True, slots=True)
class Window:
    """size × size pixels, moved by `stride`, over images (channels, height, width) with `padding` zeros around them."""

    image: tuple[int, int, int]
    size: int
    stride: int
    padding: int = 0

    @property
    def output(self) -> tuple[int, int]:
        """How many places the window has, down and across."""
        height, width = (1 + (length + 2 * self.padding - self.size) // self.stride for length in self.image[1:])
        return height, width

    @property
    def tiles(self) -> bool:
        """Whether every pixel lies in exactly one window."""
        return self.stride == self.size and all(length % self.size == 0 for length in self.image[1:])

    @property
    def overlaps(self) -> bool:
        """Whether a pixel may lie in several windows."""
        return self.stride < self.size

    def parts(self) -> Iterator[tuple[int, int, Part, Part]]:
        """For each place (i, j) inside the window, in row-major order: where it falls in the output and in the image.

        What falls on the padding is left out.
        """
        every = slice(None)
        for i in range(self.size):
            for j in range(self.size):
                (above, rows), (left, columns) = self.along(0, i), self.along(1, j)
                yield i, j, (above, left, every), (rows, columns, every)

    def along(self, axis: int, place: int) -> tuple[slice, slice]:
        """Along one axis: the outputs t whose window has the pixel s·t + place − p at this place, and those pixels."""
        first = place - self.padding
        low = max(0, -(first // self.stride))
        high = min(self.output[axis], (self.image[axis + 1] - 1 - first) // self.stride + 1)
        if high <= low:
            return slice(0, 0), slice(0, 0)
        pixels = slice(self.stride * low + first, self.stride * (high - 1) + first + 1, self.stride)
        return slice(low, high), pixels

    def images(self, values: Array) -> Array:
        """Values of the plan, (features, batch), seen as (channels, height, width, batch)."""
        return values.reshape(*self.image, values.shape[-1], copy=False)

    def seen(self, values: Array) -> Array:
        """Values outside the plan, (batch, features) or (batch, channels, height, width), as every window sees them.

        (batch, channels, down, across, size, size)
        """
        edge = (self.padding, self.padding)
        padded = np.pad(values.reshape(len(values), *self.image), ((0, 0), (0, 0), edge, edge))
        views = np.lib.stride_tricks.sliding_window_view(padded, (self.size, self.size), axis=(2, 3))
        return views[:, :, :: self.stride, :: self.stride]
