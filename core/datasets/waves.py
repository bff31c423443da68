"""Sine waves of many lengths: what comes next?"""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

STEPS = 16


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """x[t] = sin(ω t + φ) + noise for t = 0 … 15, y the value at t = 16 without noise; ω from 0.2 to 0.8."""
    turn, start = rng.uniform(0.2, 0.8, (samples, 1)), rng.uniform(0.0, 2.0 * np.pi, (samples, 1))
    wave = np.sin(turn * np.arange(STEPS + 1) + start)
    return wave[:, :-1] + noise * rng.standard_normal((samples, STEPS)), wave[:, -1:]


WAVES = DataRule(
    "sine waves",
    draw,
    "regression",
    STEPS,
    1,
    "sixteen values of a sine wave of unknown length and phase: what is the next?",
    "sequences",
    shape=(STEPS, 1),
)
