"""How each kind of layer becomes operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.layers.around import Around
from core.layers.built import BuiltLayer, Masked, Parameter, Part, Running, Variable
from core.layers.convolution import build_conv2d
from core.layers.dense import build_dense
from core.layers.gru import build_gru
from core.layers.lstm import build_lstm
from core.layers.pooling import build_average_pool2d, build_flatten, build_global_average_pool2d, build_max_pool2d
from core.layers.simple_rnn import build_simple_rnn
from core.layers.step_dense import build_embedding, build_step_dense
from core.spec import (
    GRU,
    LSTM,
    AveragePool2d,
    Conv2d,
    Dense,
    Embedding,
    Flatten,
    GlobalAveragePool2d,
    MaxPool2d,
    SimpleRNN,
    StepDense,
)

LAYERS: dict[type, Callable[[Any, str, Around], BuiltLayer]] = {
    Dense: build_dense,
    Conv2d: build_conv2d,
    MaxPool2d: build_max_pool2d,
    AveragePool2d: build_average_pool2d,
    GlobalAveragePool2d: build_global_average_pool2d,
    Flatten: build_flatten,
    SimpleRNN: build_simple_rnn,
    LSTM: build_lstm,
    GRU: build_gru,
    StepDense: build_step_dense,
    Embedding: build_embedding,
}

__all__ = ["LAYERS", "Around", "BuiltLayer", "Masked", "Parameter", "Part", "Running", "Variable"]
