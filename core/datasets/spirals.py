"""Two spirals wound around each other: the classic hard case for small networks."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

TURNS = 1.25


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """x = r (sin t, cos t) + noise, t = 2π · TURNS · r + π · class, r from 0.05 to 1."""
    label = np.arange(samples) % 2
    radius = np.sqrt(rng.uniform(0.05**2, 1.0, samples))
    angle = 2.0 * np.pi * TURNS * radius + np.pi * label
    x = radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return x + noise * rng.standard_normal(x.shape), label[:, None].astype(float)


SPIRALS = DataRule("spirals", draw, "binary", 2, 1, "two arms wound around each other: needs depth or width")
