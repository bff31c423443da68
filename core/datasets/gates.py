"""Logic gates: the four corners of a square, or clouds around them."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def gate(truth: tuple[int, int, int, int], label: str, about: str) -> DataRule:
    """The rule of a gate with this truth table over (0,0), (0,1), (1,0), (1,1)."""

    def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
        corner = np.arange(samples) % 4
        x = CORNERS[corner] + noise * rng.standard_normal((samples, 2))
        return x, np.asarray(truth, dtype=float)[corner][:, None]

    return DataRule(label, draw, "binary", 2, 1, about)


AND = gate((0, 0, 0, 1), "AND", "1 only when both inputs are 1; a single neuron can do it")
OR = gate((0, 1, 1, 1), "OR", "1 when any input is 1; a single neuron can do it")
XOR = gate((0, 1, 1, 0), "XOR", "1 when the inputs differ; no straight line separates it, so a hidden layer is needed")
