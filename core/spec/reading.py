"""Whether layers can read a data set: a sequence step by step, or points, and how wide an answer must be."""

from __future__ import annotations

from core.datasets import DATASETS, outputs_of
from core.spec.layers import Layer, Output, Stepwise
from core.spec.parts import Data, Dense
from core.spec.recurrent import StepDense


def is_sequence(data: Data) -> bool:
    """Whether an example has steps."""
    return len(DATASETS[data.name].shape) == 2


def readable(layers: tuple[Layer, ...], data: Data) -> tuple[Layer, ...]:
    """The layers, made dense where they go along a sequence and the data are none; numbers that came along stay."""
    if data.name == "given" or is_sequence(data):
        return layers
    return tuple(as_dense(layer) if isinstance(layer, Stepwise) else layer for layer in layers)


def as_dense(layer: Stepwise) -> Dense:
    """A dense layer of the same width."""
    return Dense(layer.units, layer.activation, layer.initialiser)


def units_of(last: Output, data: Data) -> int:
    """How many units answer this data set: at each step, where the layer answers at every step."""
    steps = DATASETS[data.name].shape[0] if isinstance(last, StepDense) and is_sequence(data) else 1
    return max(1, outputs_of(data) // steps)


def output_of(layers: tuple[Layer, ...], data: Data) -> Output:
    """The last layer; a single answer to a sequence does not come from every step."""
    last = layers[-1]
    assert isinstance(last, Output)
    if isinstance(last, StepDense) and is_sequence(data) and outputs_of(data) % DATASETS[data.name].shape[0]:
        return as_dense(last)
    return last
