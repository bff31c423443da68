"""Two interleaved half moons."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Upper half circle (class 0), and a lower one moved right and down (class 1), centred and scaled to about ±1."""
    label = np.arange(samples) % 2
    angle = rng.uniform(0.0, np.pi, samples)
    side = np.where(label == 1, -1.0, 1.0)
    x = np.stack([side * np.cos(angle) + label - 0.5, side * np.sin(angle) + 0.5 * label - 0.25], axis=1) / 1.5
    return x + noise * rng.standard_normal(x.shape), label[:, None].astype(float)


MOONS = DataRule("moons", draw, "binary", 2, 1, "two half moons that reach into each other")
