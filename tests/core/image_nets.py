"""Small networks for small images, with convolutions and pooling of every kind."""

from collections.abc import Iterable

import numpy as np

from core import (
    AveragePool2d,
    Conv2d,
    Data,
    Flatten,
    GlobalAveragePool2d,
    Loss,
    MaxPool2d,
    Optimizer,
    Program,
    Spec,
    compile_program,
)
from core.ops import ACTIVATIONS
from core.spec.layers import Layer
from tests.core.nets import BIASES, WEIGHTS, dense

# Seven examples of two channels, higher than wide, so that no two axes can be mistaken for each other.
SHAPE = (2, 6, 5)
CLASSES = 3


def conv(filters: int, kernel: int = 3, stride: int = 1, padding: int = 0, activation: str = "tanh", bias: bool = True):
    return Conv2d(filters, kernel, stride, padding, activation, WEIGHTS, bias, BIASES)


def images(examples: int = 7, shape: tuple[int, ...] = SHAPE, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(examples, *shape)), np.eye(CLASSES)[rng.integers(CLASSES, size=examples)]


def image_spec(
    layers: Iterable[Layer],
    ending: tuple[str, str] = ("softmax", "categorical_cross_entropy"),
    learning_rate: float = 0.1,
    **keywords,
) -> Spec:
    output, loss = ending
    hidden = (*layers, dense(CLASSES, output))
    return Spec(Data("given"), hidden, Loss(loss), Optimizer("sgd", learning_rate), **keywords)


def image_program(layers: Iterable[Layer], examples: int = 7, shape: tuple[int, ...] = SHAPE, **keywords) -> Program:
    return compile_program(image_spec(layers, **keywords), images(examples, shape))


# Every kind of layer, alone and behind others, with windows that tile, overlap, leave pixels out or see padding.
STACKS: dict[str, tuple[Layer, ...]] = {
    "conv 1x1": (conv(3, 1),),
    "conv": (conv(2, 3),),
    "conv without bias": (conv(2, 3, bias=False), conv(2, 2, bias=False)),
    "conv stride 2 padding 1": (conv(2, 3, 2, 1), conv(3, 2, 1, 1)),
    "conv stride 3, which leaves pixels out": (conv(2, 2, 3), conv(2, 2, 2, 1)),
    "conv padding wider than the kernel": (conv(2, 1, 2, 2), conv(2, 2, 1, 3)),
    "conv as large as the image": (conv(2, 2), conv(2, 4)),
    "max pool that tiles": (conv(2, 3, padding=1, activation="sigmoid"), Conv2d(2, 2), MaxPool2d(1), MaxPool2d(2)),
    "max pool of everything": (conv(2, 2), MaxPool2d(4), dense(3, "tanh")),
    "max pool that leaves pixels out": (conv(2, 2), MaxPool2d(2, 3)),
    "max pool that overlaps": (conv(2, 2), MaxPool2d(3, 1), conv(2, 2)),
    "max pool of ties": (Conv2d(2, 2, initialiser=WEIGHTS), MaxPool2d(2), conv(2, 1)),
    "average pool that tiles": (conv(2, 1), AveragePool2d(1), conv(2, 1, activation="relu"), AveragePool2d(2)),
    "average pool that overlaps": (conv(2, 2), AveragePool2d(3, 2)),
    "global average pool": (conv(3, 2), GlobalAveragePool2d(), dense(4, "tanh")),
    "flatten": (conv(2, 3), Flatten(), dense(3, "tanh")),
    "flattened data": (Flatten(), dense(3, "tanh")),
    "pooled data": (MaxPool2d(2), AveragePool2d(2, 1), conv(2, 1)),
    "globally pooled data": (GlobalAveragePool2d(), dense(3, "tanh")),
    "dense": (dense(4, "tanh"),),
    **{
        f"conv {name}": (conv(2, 2, activation=name), conv(2, 2, 2, 1, name))
        for name in ACTIVATIONS
        if name != "softmax"
    },
}
