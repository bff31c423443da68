"""The mean absolute error, which a few wild targets cannot pull far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, call
from core.ops.sums import inner

if TYPE_CHECKING:
    from core.buffers import Buffers


class MeanAbsoluteError(LossOp):
    """mean_outputs |a − y|: averaged over the outputs (PyTorch's L1Loss); over the batch averaged or added.

    Slope sign(a − y): 0 at the kink a = y, as in PyTorch.  Source: Boscovich, De litteraria expeditione, 1757.
    """

    __slots__ = ()
    kind: ClassVar[str] = "mean_absolute_error"
    label: ClassVar[str] = "mean absolute error"
    tex: ClassVar[str] = r"L = \tfrac{1}{K} \sum_k |a_k - y_k|"
    slope_tex: ClassVar[str] = r"\operatorname{sign}($a - $y)"
    averages_outputs: ClassVar[bool] = True
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    def forward(self, buffers: Buffers) -> list[Call]:
        """d = a − y, s = sign d (by the real part);  L = factor · s·d."""
        sign, loss = buffers.residual(self.inputs[0]), buffers.value(self.output)
        difference, total = buffers.scratch(sign.shape), buffers.single()
        return [
            call(np.subtract, buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), difference),
            call(np.sign, difference.real, sign.real),
            inner(sign, difference, total),
            call(np.multiply, total, buffers.constant(self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = factor · sign(a − y)."""
        sign = buffers.residual(self.inputs[0])
        return [] if self.factor == 1.0 else [call(np.multiply, sign, buffers.constant(self.factor), sign)]

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """|a − y|."""
        return np.asarray(np.abs(a - y))

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """sign(a − y)."""
        return np.asarray(np.sign(a - y))
