"""The leaky rectifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers

LEAK = 0.01


class LeakyRelu(Elementwise):
    """a = z for z > 0, else 0.01 z;  slope 1 or 0.01 (0.01 at the kink, as in PyTorch)."""

    __slots__ = ()
    kind: ClassVar[str] = "leaky_relu"
    label: ClassVar[str] = "leaky ReLU"
    tex: ClassVar[str] = r"a = \max(z, 0.01\,z)"
    slope_tex: ClassVar[str] = r"1 \text{ if } z > 0 \text{ else } 0.01"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = max(z, LEAK · z)."""
        return [call(np.multiply, z, buffers.constant(LEAK), a), call(np.maximum, z, a, out=a)]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = LEAK + (1 − LEAK) · [a > 0]."""
        return [
            call(np.heaviside, a, buffers.constant(0.0), slope),
            call(np.multiply, slope, buffers.constant(1.0 - LEAK), slope),
            call(np.add, slope, buffers.constant(LEAK), slope),
        ]
