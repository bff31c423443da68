"""One training step in plain NumPy, written as on a blackboard: the oracle of the core, and the first thing to read.

Everything is batch first: x is (batch, inputs), y is (batch, outputs), W is (out, in), b is (out,).
"""

import math
from typing import NamedTuple

import numpy as np

erf = np.vectorize(math.erf, otypes=[float])


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def logistic(z):
    return 1 / (1 + np.exp(-z))


def normal_cdf(z):
    return (1 + erf(z / np.sqrt(2))) / 2


def normal_density(z):
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def sign_of(y):
    return np.where(y > 0.5, 1, -1)


# name: a = f(z), and δ = ∂L/∂z from da = ∂L/∂a.
ACTIVATIONS = {
    "tanh": (np.tanh, lambda da, z, a: da * (1 - a**2)),
    "sigmoid": (logistic, lambda da, z, a: da * a * (1 - a)),
    "relu": (lambda z: np.maximum(z, 0), lambda da, z, a: da * (z > 0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda da, z, a: da * np.where(z > 0, 1, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.exp(z) - 1), lambda da, z, a: da * np.where(z > 0, 1, np.exp(z))),
    "gelu": (lambda z: z * normal_cdf(z), lambda da, z, a: da * (normal_cdf(z) + z * normal_density(z))),
    "silu": (lambda z: z * logistic(z), lambda da, z, a: da * logistic(z) * (1 + z * (1 - logistic(z)))),
    "softplus": (lambda z: np.log(1 + np.exp(z)), lambda da, z, a: da * logistic(z)),
    "hard_tanh": (lambda z: np.clip(z, -1, 1), lambda da, z, a: da * (np.abs(z) < 1)),
    "linear": (lambda z: z, lambda da, z, a: da),
    "softmax": (softmax, lambda da, z, a: a * (da - (a * da).sum(axis=1, keepdims=True))),
}

# name: the loss of each example, and its derivative with respect to the outputs a.
LOSSES = {
    "half_squared_error": (lambda a, y: ((a - y) ** 2 / 2).sum(axis=1), lambda a, y: a - y),
    "mean_squared_error": (lambda a, y: ((a - y) ** 2).mean(axis=1), lambda a, y: 2 * (a - y) / a.shape[1]),
    "mean_absolute_error": (lambda a, y: np.abs(a - y).mean(axis=1), lambda a, y: np.sign(a - y) / a.shape[1]),
    "huber": (
        lambda a, y: np.where(np.abs(a - y) <= 1, (a - y) ** 2 / 2, np.abs(a - y) - 1 / 2).mean(axis=1),
        lambda a, y: np.clip(a - y, -1, 1) / a.shape[1],
    ),
    "binary_cross_entropy": (
        lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean(axis=1),
        lambda a, y: (a - y) / (a * (1 - a)) / a.shape[1],
    ),
    "categorical_cross_entropy": (lambda a, y: -(y * np.log(a)).sum(axis=1), lambda a, y: -y / a),
    "hinge": (
        lambda a, y: np.maximum(0, 1 - sign_of(y) * a).mean(axis=1),
        lambda a, y: np.where(sign_of(y) * a <= 1, -sign_of(y), 0) / a.shape[1],
    ),
}


class Layer(NamedTuple):
    W: np.ndarray
    b: np.ndarray
    activation: str


class Record(NamedTuple):
    """What one layer computed: values, adjoints, gradients and updates."""

    z: np.ndarray
    a: np.ndarray
    da: np.ndarray
    delta: np.ndarray
    dW: np.ndarray
    db: np.ndarray
    update_W: np.ndarray
    update_b: np.ndarray


def training_step(x, y, layers, loss, reduction, learning_rate):
    """(the loss, one Record per layer, the layers after the step)."""
    z, a = [], [x]
    for layer in layers:
        z.append(a[-1] @ layer.W.T + layer.b)
        a.append(ACTIVATIONS[layer.activation][0](z[-1]))

    loss_of_each, slope = LOSSES[loss]
    examples = len(x) if reduction == "mean" else 1
    L = loss_of_each(a[-1], y).sum() / examples
    da = slope(a[-1], y) / examples

    records, after = [], []
    for k in reversed(range(len(layers))):
        W, b, activation = layers[k]
        delta = ACTIVATIONS[activation][1](da, z[k], a[k + 1])
        dW, db = delta.T @ a[k], delta.sum(axis=0)
        update_W, update_b = -learning_rate * dW, -learning_rate * db
        records.insert(0, Record(z[k], a[k + 1], da, delta, dW, db, update_W, update_b))
        after.insert(0, Layer(W + update_W, b + update_b, activation))
        da = delta @ W
    return L, records, after
