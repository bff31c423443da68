"""Which examples of a shipped data set are taken, and how they become inputs and targets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.datasets.dataset import Array, Draw
from core.datasets.shipped import labelled

Indices = NDArray[np.intp]


def drawn_from(path: str, classes: int, test_share: float = 0.0, top: float = 1.0) -> Draw:
    """A draw from a shipped file: x divided by `top`, y one-hot, or a single 0 or 1 for two classes.

    Noise is added to the inputs, in units of each column's deviation where `top` is 1 (tables), else as it is (pixels).
    """

    def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
        values, labels = labelled(path)
        chosen = taken(rng, labels, samples, test_share)
        x = values[chosen] / top
        unit = values.std(axis=0, dtype=float) if top == 1.0 else 1.0
        noisy = x + noise * unit * rng.standard_normal(x.shape) if noise else x
        return noisy, targets(labels[chosen], classes)

    return draw


def targets(labels: Indices, classes: int) -> Array:
    """One column per class; a single one where there are two."""
    return labels[:, None].astype(float) if classes == 2 else np.eye(classes)[labels]


def taken(rng: np.random.Generator, labels: Indices, samples: int, test_share: float) -> Indices:
    """As many rows as asked for, those that are meant for testing last: of each part the first of a shuffled line."""
    border = len(labels) - round(len(labels) * test_share)
    tested = round(samples * test_share)
    train = evenly(rng, labels[:border])[: samples - tested]
    return np.concatenate([train, border + evenly(rng, labels[border:])[:tested]])


def evenly(rng: np.random.Generator, labels: Indices) -> Indices:
    """All rows shuffled, but so that every stretch from the start has as many of each class as it can."""
    order = rng.permutation(len(labels))
    rank = np.zeros(len(labels), dtype=np.intp)
    for label in np.unique(labels):
        mine = labels[order] == label
        rank[mine] = np.arange(mine.sum())
    return np.asarray(order[np.argsort(rank, kind="stable")])
