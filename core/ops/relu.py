"""The rectifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Relu(Elementwise):
    """a = max(z, 0);  slope 1 for z > 0, else 0 (0 at the kink, as in PyTorch)."""

    __slots__ = ()
    kind: ClassVar[str] = "relu"
    label: ClassVar[str] = "ReLU"
    tex: ClassVar[str] = r"a = \max(z, 0)"
    slope_tex: ClassVar[str] = r"1 \text{ if } z > 0 \text{ else } 0"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = max(z, 0), against as many zeros, twice as fast as against one; complex: by the real part first."""
        return [call(np.maximum, z, buffers.scratch(z.shape), out=a)]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = sign(a), since a is never negative."""
        return [call(np.sign, a, slope)]
