"""Real data: digits, flowers, cells."""

from __future__ import annotations

from core.recipes.parts import BINARY, CLASSES, HE, hidden
from core.spec import Conv2d, Data, Dense, MaxPool2d, Optimizer, Spec

MNIST = Spec(
    data=Data("mnist", samples=2000, test_fraction=0.2),
    layers=(Dense(64, "relu", HE), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=32,
)

DIGITS = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2),
    layers=(Dense(32, "relu", HE), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=32,
)

CNN = Spec(
    data=Data("digits", samples=1797, test_fraction=0.2),
    layers=(Conv2d(6, 3, initialiser=HE), MaxPool2d(2), Dense(10, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.2),
    batch_size=32,
)

IRIS = Spec(
    data=Data("iris", samples=150, test_fraction=0.2),
    layers=(*hidden(6), Dense(3, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=12,
)

BREAST_CANCER = Spec(
    data=Data("breast_cancer", samples=569, test_fraction=0.2),
    layers=(*hidden(8), Dense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("sgd", 0.1),
    batch_size=32,
)
