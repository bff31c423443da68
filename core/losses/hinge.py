"""The hinge loss of support vector machines, for outputs whose sign is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, call
from core.ops.sums import total

if TYPE_CHECKING:
    from core.buffers import Buffers

THRESHOLD = 0.5


class Hinge(LossOp):
    """mean_outputs max(0, 1 − t a), with t = 1 where y > ½ and t = −1 elsewhere; over the batch as the spec says.

    Targets may thus be 0 and 1, as in the data sets here, or −1 and 1.  Slope −t where 1 − t a ≥ 0, else 0: at the
    corner t a = 1 it is −t, as in PyTorch (margin_ranking_loss(a, 0, t, margin=1), whose clamp lets its bound through).
    Source: Cortes and Vapnik, Support-vector networks, Machine Learning 20, 1995.
    """

    __slots__ = ()
    kind: ClassVar[str] = "hinge"
    label: ClassVar[str] = "hinge"
    tex: ClassVar[str] = (
        r"L = \tfrac{1}{K} \sum_k \max(0, 1 - t_k a_k), \quad t_k = 1 \text{ if } y_k > \tfrac12 \text{ else } -1"
    )
    averages_outputs: ClassVar[bool] = True
    output_activations: ClassVar[tuple[str, ...]] = ("linear", "tanh")
    outputs_needed: ClassVar[str] = "outputs of both signs"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    def forward(self, buffers: Buffers) -> list[Call]:
        """t from y, m = 1 − t a;  L = factor · Σ max(m, 0)."""
        a, y, loss = buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), buffers.value(self.output)
        margin, sign, added = buffers.kept("margin", a), buffers.kept("t", a), buffers.single()
        one = buffers.constant(1.0)
        return [
            *sign_calls(y, sign, buffers),
            call(np.multiply, sign, a, margin),
            call(np.subtract, one, margin, margin),
            call(np.maximum, margin, buffers.constant(0.0), out=margin),
            total(margin, added),
            call(np.multiply, added, buffers.constant(self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = −factor · t · [1 − t a ≥ 0]."""
        a, into = buffers.value(self.inputs[0]), buffers.adjoint(self.inputs[0])
        sign = buffers.kept("t", a)
        return [
            call(np.multiply, sign, a, into),
            call(np.subtract, buffers.constant(1.0), into, into),
            call(np.heaviside, into, buffers.constant(1.0), into),
            call(np.multiply, into, sign, into),
            call(np.multiply, into, buffers.constant(-self.factor), into),
        ]

    @classmethod
    def kinked(cls, a: Array, y: Array) -> Array:
        """1 − t a."""
        return np.asarray(1.0 - np.where(y > THRESHOLD, 1.0, -1.0) * a)

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """max(0, 1 − t a)."""
        return np.asarray(np.maximum(cls.kinked(a, y), 0.0))

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """−t where 1 − t a ≥ 0, else 0."""
        return np.asarray(np.where(cls.kinked(a, y) >= 0.0, np.where(y > THRESHOLD, -1.0, 1.0), 0.0))


def sign_calls(y: Array, sign: Array, buffers: Buffers) -> list[Call]:
    """t = 2 [y − ½ > 0] − 1."""
    return [
        call(np.subtract, y, buffers.constant(THRESHOLD), sign),
        call(np.heaviside, sign.real, np.array(0.0), sign.real),
        call(np.multiply, sign, buffers.constant(2.0), sign),
        call(np.subtract, sign, buffers.constant(1.0), sign),
    ]
