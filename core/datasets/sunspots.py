"""The number of sunspots of each year since 1700: from twelve years to the next."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.datasets.dataset import Array, DataRule
from core.datasets.shipped import table

YEARS = 12
TEST_SHARE = 0.2


@lru_cache(maxsize=1)
def hundreds() -> Array:
    """Sunspots by year, from 1700 to 2008, in hundreds; read-only."""
    numbers = table("sunspots/sunspots.csv")[:, 1] / 100.0
    numbers.setflags(write=False)
    return numbers


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """The latest `samples` stretches of 12 years, in order, and the year behind each; the last fifth is for testing."""
    numbers = hundreds()
    stretches = np.lib.stride_tricks.sliding_window_view(numbers, YEARS)[:-1][-samples:]
    return stretches + noise * rng.standard_normal(stretches.shape), numbers[YEARS:][-samples:, None]


SUNSPOTS = DataRule(
    "sunspots",
    draw,
    "regression",
    YEARS,
    1,
    "hundreds of sunspots in twelve years: how many in the next? The latest years are to test with",
    "sequences",
    shape=(YEARS, 1),
    most=297,
    test_share=TEST_SHARE,
)
