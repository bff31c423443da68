"""Layers, losses and initialisers that several recipes have."""

from __future__ import annotations

from core.spec import Dense, Initialiser, Loss

NORMAL = Initialiser("normal", 1.0)
HALF_SUM = Loss("half_squared_error", "sum")
BINARY = Loss("binary_cross_entropy", "mean")
CLASSES = Loss("categorical_cross_entropy", "mean")
HE = Initialiser("he_normal")
MEAN = Loss("mean_squared_error", "mean")


def sigmoid(units: int, bias: bool = True) -> Dense:
    """A sigmoid layer with standard normal weights and zero biases, as in the tutorials."""
    return Dense(units, "sigmoid", NORMAL, bias)


def hidden(*widths: int, activation: str = "tanh") -> tuple[Dense, ...]:
    """Hidden layers with Glorot weights."""
    return tuple(Dense(width, activation) for width in widths)
