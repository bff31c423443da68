"""The Gaussian error linear unit, exact: with the error function, not with its tanh approximation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Elementwise, call
from core.special import erf_calls

if TYPE_CHECKING:
    from core.buffers import Buffers


class Gelu(Elementwise):
    """a = z Φ(z);  slope Φ(z) + z φ(z), with Φ(z) = ½ (1 + erf(z / √2)) and φ(z) = e^(−z²/2) / √(2π); smooth.

    Source: Hendrycks and Gimpel, Gaussian error linear units, arXiv 1606.08415, 2016; PyTorch's default form.
    """

    __slots__ = ()
    kind: ClassVar[str] = "gelu"
    label: ClassVar[str] = "GELU"
    tex: ClassVar[str] = r"a = z\,\Phi(z) = \tfrac{z}{2} \left( 1 + \operatorname{erf} \tfrac{z}{\sqrt 2} \right)"
    slope_tex: ClassVar[str] = r"\Phi(z) + \tfrac{z}{\sqrt{2\pi}}\, e^{-z^2/2}"
    slope_from_output: ClassVar[bool] = False

    @classmethod
    def value(cls, z: Array, a: Array, buffers: Buffers) -> list[Call]:
        """Φ = ½ (1 + erf(z / √2)), kept for the slope;  a = z Φ."""
        x, phi = buffers.scratch(z.shape), buffers.kept("Phi", z)
        return [
            call(np.multiply, z, buffers.constant(math.sqrt(0.5)), x),
            *erf_calls(x, phi),
            call(np.add, phi, buffers.constant(1.0), phi),
            call(np.multiply, phi, buffers.constant(0.5), phi),
            call(np.multiply, z, phi, a),
        ]

    @classmethod
    def slope(cls, z: Array, a: Array, slope: Array, buffers: Buffers) -> list[Call]:
        """f′ = Φ + z · e^(−z²/2) / √(2π)."""
        return [
            call(np.multiply, z, z, slope),
            call(np.multiply, slope, buffers.constant(-0.5), slope),
            call(np.exp, slope, slope),
            call(np.multiply, slope, buffers.constant(1.0 / math.sqrt(2.0 * math.pi)), slope),
            call(np.multiply, slope, z, slope),
            call(np.add, slope, buffers.kept("Phi", z), slope),
        ]
