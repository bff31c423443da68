"""The kinds of layers a spec can name, in menu order; `kind` is their name in JSON."""

from __future__ import annotations

from collections.abc import Iterable

from core.spec.convolution import AveragePool2d, Conv2d, Flatten, GlobalAveragePool2d, MaxPool2d
from core.spec.parts import Dense
from core.spec.recurrent import GRU, LSTM, Embedding, SimpleRNN, StepDense

LAYER_KINDS: dict[str, type] = {
    "dense": Dense,
    "conv2d": Conv2d,
    "max_pool2d": MaxPool2d,
    "average_pool2d": AveragePool2d,
    "global_average_pool2d": GlobalAveragePool2d,
    "flatten": Flatten,
    "simple_rnn": SimpleRNN,
    "lstm": LSTM,
    "gru": GRU,
    "step_dense": StepDense,
    "embedding": Embedding,
}
# Layers with weights of their own and an activation to choose, those with weights and biases, and all layers.
Weighted = Dense | Conv2d | SimpleRNN | StepDense
Biased = Weighted | LSTM | GRU
Layer = Biased | Embedding | MaxPool2d | AveragePool2d | GlobalAveragePool2d | Flatten
# Layers that read a sequence, and layers that can end a network.
Stepwise = SimpleRNN | LSTM | GRU | StepDense | Embedding
Output = Dense | StepDense
# The fields that decide the shapes of a layer's values and weights.
SHAPING = ("units", "tied", "filters", "kernel", "stride", "padding", "size", "sequence")


def weighted(layers: Iterable[Layer]) -> tuple[Weighted, ...]:
    """The layers that have weights and an activation."""
    return tuple(layer for layer in layers if isinstance(layer, Weighted))


def shaping(layer: Layer) -> tuple[object, ...]:
    """The kind of a layer and what decides its shapes."""
    return (type(layer), *(getattr(layer, name) for name in SHAPING if hasattr(layer, name)))
