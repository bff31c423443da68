"""Recurrent networks along sequences."""

from __future__ import annotations

from core.recipes.parts import BINARY, CLASSES, MEAN
from core.spec import LSTM, Data, Dense, Initialiser, Optimizer, SimpleRNN, Spec, StepDense

ECHO = Spec(
    data=Data("echo", samples=400, test_fraction=0.2),
    layers=(SimpleRNN(12, sequence=True), StepDense(1, "sigmoid")),
    loss=BINARY,
    optimizer=Optimizer("adam", 0.01),
    batch_size=20,
)

TWO_IN_THIRTY = Data("adding", samples=1000, test_fraction=0.2)
ADDING_LSTM = Spec(
    data=TWO_IN_THIRTY,
    layers=(LSTM(16, forget_bias=2.0), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.01),
    batch_size=32,
)

# Small weights along time, as PyTorch draws them: with orthogonal ones the gradient would not vanish so soon.
SMALL = Initialiser("pytorch_default")
ADDING_RNN = Spec(
    data=TWO_IN_THIRTY,
    layers=(SimpleRNN(16, initialiser=SMALL, recurrent_initialiser=SMALL), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.001),
    batch_size=32,
)

RHYME = Spec(
    data=Data("rhyme", samples=584),
    layers=(SimpleRNN(32), Dense(28, "softmax")),
    loss=CLASSES,
    optimizer=Optimizer("adam", 0.005),
    batch_size=32,
)

SUNSPOTS = Spec(
    data=Data("sunspots", samples=297, test_fraction=0.2),
    layers=(SimpleRNN(8), Dense(1, "linear")),
    loss=MEAN,
    optimizer=Optimizer("adam", 0.005),
    batch_size=16,
)
