"""Images that every step sees a little moved or turned, as if there were more of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.chance import Chance
from core.ops.op import Array

Run = Callable[[np.random.Generator], None]


@dataclass(frozen=True, slots=True)
class OfImages(Chance):
    """Acts on examples that are images (channels, height, width)."""

    shape: tuple[int, ...] = ()

    def images(self, place: Array) -> Array:
        """The examples as they lie in the row: (channels, height, width, batch)."""
        return np.moveaxis(place, 0, -1).reshape(*self.shape, len(place), copy=False)


class Shift(OfImages):
    """Every image by whole pixels, up to `amount` in each direction, all shifts alike; what comes in is 0."""

    __slots__ = ()
    name = "shift"

    def into(self, place: Array, drawn: Array) -> Run:
        images, far = self.images(place), int(self.amount)
        height, width = self.shape[1:]
        room = np.zeros((self.shape[0], height + 2 * far, width + 2 * far))
        inside = room[:, far : far + height, far : far + width]

        def run(rng: np.random.Generator) -> None:
            for n, (down, right) in enumerate(rng.integers(0, 2 * far + 1, (len(place), 2))):
                inside[...] = images[..., n]
                images[..., n] = room[:, down : down + height, right : right + width]

        return run


class Rotation(OfImages):
    """Every image about its middle by an angle of up to ±`amount` degrees, all angles alike.

    A pixel gets what lies where it came from, between four pixels in proportion; what comes in from outside is 0.
    """

    __slots__ = ()
    name = "rotation"

    def into(self, place: Array, drawn: Array) -> Run:
        images, (channels, height, width) = self.images(place), self.shape
        down, right = (axis.reshape(-1) for axis in centred(height, width))
        padded = np.zeros((channels, height + 2, width + 2))

        def run(rng: np.random.Generator) -> None:
            for n, angle in enumerate(np.deg2rad(rng.uniform(-self.amount, self.amount, len(place)))):
                padded[:, 1:-1, 1:-1] = images[..., n]
                rows = np.cos(angle) * down - np.sin(angle) * right + (height - 1) / 2
                columns = np.sin(angle) * down + np.cos(angle) * right + (width - 1) / 2
                images[..., n] = between(padded, rows, columns).reshape(self.shape)

        return run


def centred(height: int, width: int) -> tuple[Array, Array]:
    """Where each pixel is, seen from the middle: down and right."""
    down, right = np.meshgrid(np.arange(height) - (height - 1) / 2, np.arange(width) - (width - 1) / 2, indexing="ij")
    return down, right


def between(padded: Array, rows: Array, columns: Array) -> Array:
    """The values at places between pixels, (channels, places); `padded` has a frame of zeros around the image."""
    rows = np.clip(rows + 1.0, 0.0, padded.shape[1] - 1.0)
    columns = np.clip(columns + 1.0, 0.0, padded.shape[2] - 1.0)
    top = np.minimum(rows.astype(int), padded.shape[1] - 2)
    left = np.minimum(columns.astype(int), padded.shape[2] - 2)
    below, beside = rows - top, columns - left
    upper = padded[:, top, left] * (1.0 - beside) + padded[:, top, left + 1] * beside
    lower = padded[:, top + 1, left] * (1.0 - beside) + padded[:, top + 1, left + 1] * beside
    return np.asarray(upper * (1.0 - below) + lower * below)
