"""The sigmoid linear unit, also called swish."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call
from core.ops.sigmoid import Sigmoid

if TYPE_CHECKING:
    from core.buffers import Buffers


class Silu(Elementwise):
    """a = z σ(z), σ(z) = 1 / (1 + e^(−z));  slope σ(z) + a (1 − σ(z)); smooth, with its least value near z = −1.28.

    Source: Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation in
    reinforcement learning, Neural Networks 107, 2018; Keras calls it swish.
    """

    __slots__ = ()
    kind: ClassVar[str] = "silu"
    label: ClassVar[str] = "SiLU (swish)"
    tex: ClassVar[str] = r"a = z\,\sigma(z) = \frac{z}{1 + e^{-z}}"
    slope_tex: ClassVar[str] = r"\sigma(z) + a\,(1 - \sigma(z))"
    slope_from_output: ClassVar[bool] = False

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = z · σ(z); σ(z) is kept for the slope."""
        sigma = buffers.kept("sigma", z)
        return [*Sigmoid.value(z, sigma, buffers), call(np.multiply, z, sigma, a)]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = σ + a (1 − σ)."""
        sigma = buffers.kept("sigma", z)
        return [
            call(np.subtract, buffers.constant(1.0), sigma, slope),
            call(np.multiply, slope, a, slope),
            call(np.add, slope, sigma, slope),
        ]
