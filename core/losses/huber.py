"""Huber's loss: squared near the target, absolute far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, call
from core.ops.sums import inner

if TYPE_CHECKING:
    from core.buffers import Buffers

DELTA = 1.0


class Huber(LossOp):
    """mean_outputs of ½ d² where |d| ≤ δ, else δ (|d| − ½ δ); d = a − y, δ = 1; over the batch as the spec says.

    Slope d, cut off at −δ and δ; the pieces meet there with one slope, so there is nothing to choose.  With δ = 1 this
    is PyTorch's HuberLoss and also its SmoothL1Loss, which divides by its β and differs for any other δ = β.
    Source: Huber, Robust estimation of a location parameter, Ann. Math. Statist. 35, 1964.
    """

    __slots__ = ()
    kind: ClassVar[str] = "huber"
    label: ClassVar[str] = "Huber (smooth L1)"
    tex: ClassVar[str] = (
        r"L = \tfrac{1}{K} \sum_k h(a_k - y_k), \quad "
        r"h(d) = \tfrac{1}{2} d^2 \text{ if } |d| \le 1 \text{ else } |d| - \tfrac{1}{2}"
    )
    slope_tex: ClassVar[str] = r"\max(-1, \min(1, $a - $y))"
    averages_outputs: ClassVar[bool] = True
    kinks: ClassVar[tuple[float, ...]] = (-DELTA, DELTA)

    def forward(self, buffers: Buffers) -> list[Call]:
        """d = a − y, c = d cut off at ∓δ;  L = factor · c·(d − ½ c)."""
        cut, loss = buffers.residual(self.inputs[0]), buffers.value(self.output)
        difference, half, total = buffers.scratch(cut.shape), buffers.scratch(cut.shape), buffers.single()
        return [
            call(np.subtract, buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), difference),
            call(np.maximum, difference, buffers.constant(-DELTA), out=cut),
            call(np.minimum, cut, buffers.constant(DELTA), out=cut),
            call(np.multiply, cut, buffers.constant(0.5), half),
            call(np.subtract, difference, half, half),
            inner(cut, half, total),
            call(np.multiply, total, buffers.constant(self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = factor · c."""
        cut = buffers.residual(self.inputs[0])
        return [] if self.factor == 1.0 else [call(np.multiply, cut, buffers.constant(self.factor), cut)]

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """c (d − ½ c)."""
        cut = cls.slopes(a, y)
        return np.asarray(cut * (a - y - 0.5 * cut))

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """c: a − y, cut off at −δ and δ."""
        return np.asarray(np.clip(a - y, -DELTA, DELTA))
