"""Horizontal and vertical bars in a small picture, to be given back as they came: for autoencoders."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

SIDE = 6
CHANCE = 0.2


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Each of the 6 rows and 6 columns is a bar with the chance 0.2; y is the picture, x the picture + noise."""
    rows, columns = rng.random((2, samples, SIDE)) < CHANCE
    picture = (rows[:, :, None] | columns[:, None, :]).reshape(samples, SIDE * SIDE).astype(float)
    return picture + noise * rng.standard_normal(picture.shape), picture


BARS = DataRule(
    "bars",
    draw,
    "binary",
    SIDE * SIDE,
    SIDE * SIDE,
    "pictures of bars, to be given back: noise is on the inputs only, so the network learns to clean them",
    "images",
    shape=(1, SIDE, SIDE),
    target_shape=(1, SIDE, SIDE),
)
