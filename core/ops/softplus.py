"""Softplus: the smooth rectifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Softplus(Elementwise):
    """a = log(1 + e^z);  slope σ(z) = 1 − e^(−a); smooth.

    PyTorch returns z itself beyond z = 20, which is 2e-9 too little there; here the formula holds everywhere.
    Source: Dugas, Bengio, Bélisle, Nadeau and Garcia, Incorporating second-order functional knowledge for better
    option pricing, NIPS 2000.
    """

    __slots__ = ()
    kind: ClassVar[str] = "softplus"
    label: ClassVar[str] = "softplus"
    tex: ClassVar[str] = r"a = \log(1 + e^z)"
    slope_tex: ClassVar[str] = r"\sigma(z) = 1 - e^{-a}"

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = max(z, 0) + log(1 + e^min(z, −z)): never overflows, and small values keep their digits."""
        small = buffers.scratch(z.shape)
        return [
            call(np.negative, z, small),
            call(np.minimum, z, small, out=small),
            call(np.exp, small, small),
            call(np.log1p, small, small),
            call(np.maximum, z, buffers.constant(0.0), out=a),
            call(np.add, a, small, a),
        ]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = −(e^(−a) − 1), exact also where a is tiny."""
        return [
            call(np.negative, a, slope),
            call(np.expm1, slope, slope),
            call(np.negative, slope, slope),
        ]
