"""The hyperbolic tangent."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Tanh(Elementwise):
    """a = tanh z;  slope 1 − a²."""

    __slots__ = ()
    kind: ClassVar[str] = "tanh"
    label: ClassVar[str] = "tanh"
    tex: ClassVar[str] = r"a = \tanh z"
    slope_tex: ClassVar[str] = r"\tanh'(z) = 1 - a^2"

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = tanh z."""
        return [call(np.tanh, z, a)]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = 1 − a²."""
        return [call(np.multiply, a, a, slope), call(np.subtract, buffers.constant(1.0), slope, slope)]
