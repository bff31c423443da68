"""Small autoencoders: five examples of four numbers, a code of two or three, perhaps tied, perhaps sparse."""

import numpy as np

from core import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Spec

WEIGHTS, BIASES = Initialiser("normal", 0.8), Initialiser("normal", 0.4)
X = np.random.default_rng(3).uniform(0.05, 0.95, (5, 4))
SPARSE = (Regulariser("activation_l1", 0.2), Regulariser("sparsity", 0.3, (("rate", 0.1),)))


def layer(units: int, activation: str, tied: str = "", bias: bool = True) -> Dense:
    return Dense(units, activation, WEIGHTS, bias, BIASES, tied)


def code_spec(tied: str = "", regularisers: tuple[Regulariser, ...] = (), code: str = "sigmoid", **others) -> Spec:
    """4-3-4, asked for its input."""
    return Spec(
        data=Data("given", x=X, answer="input"),
        layers=(layer(3, code), layer(4, "sigmoid", tied)),
        loss=Loss("mean_squared_error", others.pop("reduction", "mean")),
        optimizer=Optimizer("sgd", others.pop("learning_rate", 0.3)),
        regularisers=regularisers,
        **others,
    )


def deep_spec(**others) -> Spec:
    """4-3-2-3-4, both halves tied."""
    layers = (layer(3, "tanh"), layer(2, "sigmoid"), layer(3, "tanh", "h2"), layer(4, "linear", "h1"))
    return Spec(
        data=Data("given", x=X, answer="input"),
        layers=layers,
        loss=Loss("mean_squared_error"),
        optimizer=Optimizer("sgd", 0.1),
        **others,
    )


def sparse_spec(tied: str = "", **others) -> Spec:
    """With both terms on the code."""
    return code_spec(tied, SPARSE, **others)
