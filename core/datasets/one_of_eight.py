"""One of eight: a single 1 among seven zeros, to be squeezed through a narrow layer and found again."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

SYMBOLS = 8


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Example k has its 1 at the place k mod 8; y says which one it is; noise is added to x only."""
    table = np.eye(SYMBOLS)[np.arange(samples) % SYMBOLS]
    return table + noise * rng.standard_normal(table.shape), table


ONE_OF_EIGHT = DataRule(
    "one of eight", draw, "classes", SYMBOLS, SYMBOLS, "one 1 among seven zeros: three yes-or-no units can name it"
)
