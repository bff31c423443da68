"""Say each bit again, a few steps later: what a network without memory cannot do one step at a time."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

STEPS = 10
LAG = 3


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """x are 10 random bits + noise; y[t] = bit[t − 3], and 0 before there is one."""
    bits = rng.integers(0, 2, (samples, STEPS)).astype(float)
    later = np.zeros_like(bits)
    later[:, LAG:] = bits[:, :-LAG]
    return bits + noise * rng.standard_normal(bits.shape), later


ECHO = DataRule(
    "echo",
    draw,
    "binary",
    STEPS,
    STEPS,
    "ten random bits; each is to be said again three steps later",
    "sequences",
    shape=(STEPS, 1),
    target_shape=(STEPS, 1),
)
