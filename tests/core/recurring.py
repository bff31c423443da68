"""Small recurrent nets of every kind, on random sequences."""

from dataclasses import replace

import numpy as np

from core import Data, Dense, Initialiser, Loss, Optimizer, Program, Regulariser, Spec, compile_program
from core.spec import GRU, LSTM, SimpleRNN, StepDense

KINDS = {"simple_rnn": SimpleRNN, "lstm": LSTM, "gru": GRU}
BIASES = Initialiser("normal", 0.4)
FEATURES = 2
OUTPUTS = 2


def recurrent(kind: str, units: int = 3, **keywords):
    """A recurrent layer with random biases."""
    return KINDS[kind](units, bias_initialiser=BIASES, **keywords)


def sequences(steps: int, examples: int, outputs: tuple[int, ...], features: int = FEATURES, seed: int = 0):
    """(x, y); every target is positive and adds up to one, at each step where there are several."""
    rng = np.random.default_rng(seed)
    y = rng.uniform(0.1, 1.0, (examples, *outputs))
    return rng.normal(size=(examples, steps, features)), y / y.sum(axis=-1, keepdims=True)


def recurrent_spec(hidden: tuple, sequence: bool = False, activation: str = "softmax", **keywords) -> Spec:
    """The hidden layers, then a dense layer, which answers at every step where `sequence` is true."""
    last = (StepDense if sequence else Dense)(OUTPUTS, activation, bias_initialiser=BIASES)
    loss = Loss("categorical_cross_entropy" if activation == "softmax" else "mean_squared_error")
    return Spec(Data("given"), (*hidden, last), loss, Optimizer("sgd", 0.1), **keywords)


def program_of(spec: Spec, steps: int, examples: int = 3, seed: int = 0) -> Program:
    """The program of a spec on random sequences."""
    every = isinstance(spec.layers[-1], StepDense)
    outputs = (steps, OUTPUTS) if every else (OUTPUTS,)
    return compile_program(spec, sequences(steps, examples, outputs, seed=seed))


def recurrent_program(
    kind: str, steps: int, examples: int = 3, sequence: bool = False, depth: int = 1, truncate: int = 0, **keywords
) -> Program:
    """`depth` layers of one kind."""
    inner = tuple(recurrent(kind, sequence=True, truncate=truncate) for _ in range(depth - 1))
    hidden = (*inner, recurrent(kind, sequence=sequence, truncate=truncate))
    return program_of(recurrent_spec(hidden, sequence, **keywords), steps, examples)


def dropped_out(spec: Spec, amount: float = 0.4) -> Spec:
    """The same with dropout."""
    return replace(spec, regularisers=(Regulariser("dropout", amount),))
