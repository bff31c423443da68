"""The adding problem: two marked numbers of a long line are to be added.

Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, section 5.4; here with steps of equal number.
"""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

STEPS = 30
HALF = STEPS // 2


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Step t has a number from 0 to 1 and a mark, 1 once in either half of the line; y is the sum of the marked."""
    numbers = rng.random((samples, STEPS))
    marks = np.zeros((samples, STEPS))
    rows = np.arange(samples)
    for half in (rng.integers(0, HALF, samples), rng.integers(HALF, STEPS, samples)):
        marks[rows, half] = 1.0
    total = (numbers * marks).sum(axis=1, keepdims=True)
    x = np.stack([numbers + noise * rng.standard_normal(numbers.shape), marks], axis=2)
    return x.reshape(samples, 2 * STEPS), total


ADDING = DataRule(
    "adding problem",
    draw,
    "regression",
    2 * STEPS,
    1,
    "thirty numbers, two of them marked: what is their sum?",
    "sequences",
    shape=(STEPS, 2),
)
