"""A sine wave to fit: one input, one output, no classes."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """y = sin(π x) + noise, x evenly spread over −1 … 1."""
    x = np.linspace(-1.0, 1.0, samples)[:, None]
    return x, np.sin(np.pi * x) + noise * rng.standard_normal(x.shape)


SINE = DataRule("sine", draw, "regression", 1, 1, "one period of a sine wave: regression")
