"""From layers to the text that names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.spec.convolution import AveragePool2d, Conv2d, Flatten, GlobalAveragePool2d, MaxPool2d
from core.spec.layers import Layer, Weighted, weighted
from core.spec.parts import Dense
from core.spec.recurrent import GRU, LSTM, Embedding, SimpleRNN, StepDense
from core.spec.typed.wish import DEFAULT_KERNEL


def hidden_text(layers: tuple[Layer, ...]) -> str:
    """The hidden layers as they are typed: "8, 8", or "8 relu, 8 tanh" where their activations differ."""
    mixed = len({layer.activation for layer in weighted(layers)}) > 1
    said = [
        f"{WRITERS[type(layer)](layer)} {layer.activation}"
        if mixed and isinstance(layer, Weighted)
        else WRITERS[type(layer)](layer)
        for layer in layers
    ]
    return ", ".join(said)


def conv_text(layer: Conv2d) -> str:
    """conv 8 5x5 stride 2 padding 1, without what goes without saying."""
    kernel = f" {layer.kernel}x{layer.kernel}" if layer.kernel != DEFAULT_KERNEL else ""
    stride = f" stride {layer.stride}" if layer.stride != 1 else ""
    return f"conv {layer.filters}{kernel}{stride}" + (f" padding {layer.padding}" if layer.padding else "")


def pool_text(name: str, layer: MaxPool2d | AveragePool2d) -> str:
    """pool 2, or pool 3 stride 2."""
    return f"{name} {layer.size}" + (f" stride {layer.stride}" if layer.stride != layer.size else "")


WRITERS: dict[type, Callable[[Any], str]] = {
    Dense: lambda layer: str(layer.units),
    Conv2d: conv_text,
    MaxPool2d: lambda layer: pool_text("pool", layer),
    AveragePool2d: lambda layer: pool_text("average pool", layer),
    GlobalAveragePool2d: lambda layer: "global pool",
    Flatten: lambda layer: "flatten",
    SimpleRNN: lambda layer: f"rnn {layer.units}",
    LSTM: lambda layer: f"lstm {layer.units}",
    GRU: lambda layer: f"gru {layer.units}",
    Embedding: lambda layer: f"embedding {layer.units}",
    StepDense: lambda layer: f"steps {layer.units}",
}
