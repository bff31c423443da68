"""The hyperbolic tangent made of three straight pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class HardTanh(Elementwise):
    """a = z, cut off at −1 and 1;  slope 1 for −1 < z < 1, else 0 (0 at both kinks, as in PyTorch).

    Source: Collobert, Large scale machine learning, thesis, Université Paris VI, 2004.
    """

    __slots__ = ()
    kind: ClassVar[str] = "hard_tanh"
    label: ClassVar[str] = "hard tanh"
    tex: ClassVar[str] = r"a = \min(\max(z, -1), 1)"
    slope_tex: ClassVar[str] = r"1 \text{ if } -1 < z < 1 \text{ else } 0"
    kinks: ClassVar[tuple[float, ...]] = (-1.0, 1.0)

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """a = min(max(z, −1), 1); complex numbers compare by their real part first."""
        return [
            call(np.maximum, z, buffers.constant(-1.0), out=a),
            call(np.minimum, a, buffers.constant(1.0), out=a),
        ]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = 1 − ⌊|a|⌋, since |a| is 1 exactly where the slope is 0."""
        return [
            call(np.absolute, a, slope),
            call(np.floor, slope, slope),
            call(np.subtract, buffers.constant(1.0), slope, slope),
        ]
