"""Three round clouds, one per class."""

from __future__ import annotations

import numpy as np

from core.datasets.dataset import Array, DataRule

CLASSES = 3


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Centres on a circle of radius 0.7, standard deviation 0.12 + noise; y is one-hot."""
    label = np.arange(samples) % CLASSES
    angle = 2.0 * np.pi * label / CLASSES + np.pi / 2
    centres = 0.7 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = centres + (0.12 + noise) * rng.standard_normal((samples, 2))
    return x, np.eye(CLASSES)[label]


BLOBS = DataRule("blobs", draw, "classes", 2, CLASSES, "three clouds, three classes: one output per class")
