"""The exponential linear unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Elu(Elementwise):
    """a = z for z > 0, else e^z − 1 (α = 1);  slope 1 or e^z, which meet at 0: 1 there, as in PyTorch.

    Source: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units,
    ICLR 2016.
    """

    __slots__ = ()
    kind: ClassVar[str] = "elu"
    label: ClassVar[str] = "ELU"
    tex: ClassVar[str] = r"a = z \text{ if } z > 0 \text{ else } e^z - 1"
    slope_tex: ClassVar[str] = r"1 \text{ if } z > 0 \text{ else } e^z"
    slope_from_output: ClassVar[bool] = False
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = max(z, 0) + (e^min(z, 0) − 1): never overflows, and small z keep their digits."""
        low, zero = buffers.scratch(z.shape), buffers.constant(0.0)
        return [
            call(np.minimum, z, zero, out=low),
            call(np.expm1, low, low),
            call(np.maximum, z, zero, out=a),
            call(np.add, a, low, a),
        ]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = e^min(z, 0); from z, since a + 1 has no digits left where a is near −1."""
        return [call(np.minimum, z, buffers.constant(0.0), out=slope), call(np.exp, slope, slope)]
