"""What every contestant of the benchmark offers, so that one loop can verify and time them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to train one network.

    train(n): n further steps;  numbers(): what the last step computed, as far as it was kept ("L", "h1/z", "h1/a",
    "h1/delta", "h1/W gradient", "h1/b gradient"), and the parameters after it ("h1/W", "h1/b").
    """

    name: str
    train: Callable[[int], None]
    numbers: Callable[[], Numbers]


@dataclass(frozen=True, slots=True)
class Problem:
    """One network with its starting weights and its batches in the order in which the steps see them.

    sizes: units from the inputs to the outputs;  batches: (x, y) as (batch, features), taken in turn for ever;
    kept: how many recorded steps a recycled ring holds;  optimizer: "sgd" or "adam".
    """

    name: str
    sizes: tuple[int, ...]
    learning_rate: float
    start: Numbers
    batches: list[tuple[Array, Array]]
    kept: int
    optimizer: str = "sgd"

    @property
    def layers(self) -> list[str]:
        """h1, h2, …, out."""
        return [*(f"h{i}" for i in range(1, len(self.sizes) - 1)), "out"]
