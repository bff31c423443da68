"""The logistic sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers

# exp(709) is the last one below the largest double; beyond it the sigmoid is 1 to the last bit anyway.
LARGEST_EXPONENT = 709.0


class Sigmoid(Elementwise):
    """a = 1 / (1 + e^(−z));  slope a (1 − a)."""

    __slots__ = ()
    kind: ClassVar[str] = "sigmoid"
    label: ClassVar[str] = "sigmoid"
    tex: ClassVar[str] = r"a = \frac{1}{1 + e^{-z}}"
    slope_tex: ClassVar[str] = r"\sigma'(z) = a\,(1 - a)"

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """e = exp(min(z, 709)), a = e / (1 + e): never overflows and keeps the small end exact."""
        e, one = buffers.room("sigmoid", z.shape), buffers.constant(1.0)
        return [
            call(np.minimum, z, buffers.constant(LARGEST_EXPONENT), out=e),
            call(np.exp, e, e),
            call(np.add, e, one, a),
            call(np.divide, e, a, a),
        ]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = a (1 − a)."""
        return [call(np.subtract, buffers.constant(1.0), a, slope), call(np.multiply, slope, a, slope)]
