"""Squared errors: the half squared error of the textbooks and the mean squared error of the libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, call
from core.ops.sums import inner

if TYPE_CHECKING:
    from core.buffers import Buffers


class Squared(LossOp):
    """L = factor · coefficient · Σ (a − y)²; its two final forms differ in the coefficient and in what is averaged."""

    __slots__ = ()
    coefficient: ClassVar[float]
    slope_tex: ClassVar[str] = "($a - $y)"
    least_squares: ClassVar[bool] = True

    @property
    def weight(self) -> float:
        """c of L = c Σ (a − y)²."""
        return self.coefficient * self.factor

    @property
    def slope_factor(self) -> float:
        """2 c."""
        return 2.0 * self.weight

    def forward(self, buffers: Buffers) -> list[Call]:
        """d = a − y;  L = factor · coefficient · d·d."""
        difference, loss = buffers.residual(self.inputs[0]), buffers.value(self.output)
        total = buffers.single()
        return [
            call(np.subtract, buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), difference),
            inner(difference, difference, total),
            call(np.multiply, total, buffers.constant(self.weight), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = 2 · coefficient · factor · (a − y)."""
        difference, scale = buffers.residual(self.inputs[0]), self.slope_factor
        return [] if scale == 1.0 else [call(np.multiply, difference, buffers.constant(scale), difference)]

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """coefficient · (a − y)²."""
        return np.asarray(cls.coefficient * (a - y) ** 2)

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """2 · coefficient · (a − y)."""
        return np.asarray(2.0 * cls.coefficient * (a - y))


class HalfSquaredError(Squared):
    """½ Σ_outputs (a − y)²: added over the outputs; over a batch averaged or added, as the spec says."""

    __slots__ = ()
    kind: ClassVar[str] = "half_squared_error"
    label: ClassVar[str] = "half squared error"
    tex: ClassVar[str] = r"L = \tfrac{1}{2} \sum_k (a_k - y_k)^2"
    coefficient: ClassVar[float] = 0.5


class MeanSquaredError(Squared):
    """mean_outputs (a − y)²: averaged over the outputs (PyTorch's MSELoss); over the batch averaged or added."""

    __slots__ = ()
    kind: ClassVar[str] = "mean_squared_error"
    label: ClassVar[str] = "mean squared error"
    tex: ClassVar[str] = r"L = \tfrac{1}{K} \sum_k (a_k - y_k)^2"
    averages_outputs: ClassVar[bool] = True
    coefficient: ClassVar[float] = 1.0
