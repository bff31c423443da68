"""Two rings, one inside the other."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """x = r (cos t, sin t) + noise, r = 1 outside (class 0) and 0.45 inside (class 1)."""
    label = np.arange(samples) % 2
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    radius = np.where(label == 1, 0.45, 1.0)
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + noise * rng.standard_normal(x.shape), label[:, None].astype(float)


CIRCLES = DataRule("circles", draw, "binary", 2, 1, "a ring around a ring: the border to learn is closed")
