"""Layers for images: convolutions, pooling, and the step from an image to a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from core.initialisers import INITIALISERS
from core.ops import ACTIVATIONS, Elementwise
from core.spec.checks import check_choice, check_flag, check_kind, check_number
from core.spec.parts import LEFT_OUT, Initialiser

# What acts on each number alone, and so on every pixel.
PIXELWISE = tuple(name for name, rule in ACTIVATIONS.items() if issubclass(rule, Elementwise))
SAME = cast(int, None)


@dataclass(frozen=True, slots=True)
class Conv2d:
    """A convolution: z = W ∗ x + b with `filters` kernels of kernel × kernel pixels, a = activation(z).

    stride: how far the kernel moves;  padding: rows and columns of zeros around the image;
    bias_initialiser: left out, biases start as goes with the initialiser.
    """

    filters: int
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    activation: str = "relu"
    initialiser: Initialiser = field(default_factory=Initialiser)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT

    def __post_init__(self) -> None:
        check_number(self, "filters", "kernel", "stride", "padding", prefix="layer.")
        check_choice("layer.activation", self.activation, PIXELWISE)
        check_flag("layer.bias", self.bias)
        check_kind("layer.initialiser", self.initialiser, Initialiser)
        if self.bias_initialiser is LEFT_OUT:
            object.__setattr__(self, "bias_initialiser", Initialiser(INITIALISERS[self.initialiser.name].bias))
        check_kind("layer.bias_initialiser", self.bias_initialiser, Initialiser)


@dataclass(frozen=True, slots=True)
class MaxPool2d:
    """The largest of size × size pixels; stride: left out, the windows lie side by side."""

    size: int = 2
    stride: int = SAME

    def __post_init__(self) -> None:
        check_pool(self)


@dataclass(frozen=True, slots=True)
class AveragePool2d:
    """The mean of size × size pixels; stride: left out, the windows lie side by side."""

    size: int = 2
    stride: int = SAME

    def __post_init__(self) -> None:
        check_pool(self)


@dataclass(frozen=True, slots=True)
class GlobalAveragePool2d:
    """The mean of each channel."""


@dataclass(frozen=True, slots=True)
class Flatten:
    """An image as a list of numbers; dense layers read images as lists anyhow."""


def check_pool(layer: MaxPool2d | AveragePool2d) -> None:
    """Window and stride, of which the second may follow the first."""
    check_number(layer, "size", prefix="layer.")
    if layer.stride is SAME:
        object.__setattr__(layer, "stride", layer.size)
    check_number(layer, "stride", prefix="layer.")
