"""The classic toy problems, with data that are generated."""

from __future__ import annotations

from core.recipes.parts import BINARY, CLASSES, HALF_SUM, hidden, sigmoid
from core.spec import Data, Dense, Loss, Optimizer, Spec

XOR = Spec(
    data=Data("xor", samples=4),
    layers=(sigmoid(4), sigmoid(1)),
    loss=HALF_SUM,
    optimizer=Optimizer("sgd", 0.1),
    seed=1,
)

SPIRAL = Spec(
    data=Data("spirals", samples=250, noise=0.02, test_fraction=0.2),
    layers=(*hidden(8, 8, 8), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.3),
    batch_size=10,
)

CIRCLES = Spec(
    data=Data("circles", samples=250, noise=0.06, test_fraction=0.2),
    layers=(*hidden(6, 4), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.3),
    batch_size=10,
)

MOONS = Spec(
    data=Data("moons", samples=250, noise=0.06, test_fraction=0.2),
    layers=(*hidden(6), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 1.0),
    batch_size=10,
)

BLOBS = Spec(
    data=Data("blobs", samples=180, noise=0.05, test_fraction=0.2),
    layers=(*hidden(4), Dense(3, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=12,
)

SINE = Spec(
    data=Data("sine", samples=60, noise=0.05, test_fraction=0.2),
    layers=(*hidden(8), Dense(1, "linear")),
    loss=Loss("mean_squared_error", "mean"),
    optimizer=Optimizer("sgd", 0.2),
    batch_size=12,
)
