"""A term of the loss that wants activations to be small: most of them become 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.loss_term import LossTerm
from core.ops.op import Array, Call, Values, call
from core.ops.sums import inner

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class AbsoluteSum(LossTerm):
    """L = factor · Σ |a| over examples and units.  inputs: (a,), of any shape;  at a = 0 the slope is 0, as in PyTorch.

    route: the name under which its part of ∂L/∂a is recorded.
    """

    route: str
    kind: ClassVar[str] = "absolute_sum"
    label: ClassVar[str] = "sum of absolute values"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"L = \lambda \sum_j \lvert a_j \rvert"
    slope_tex: ClassVar[str] = r"\operatorname{sign}($a)"

    def forward(self, buffers: Buffers) -> list[Call]:
        """factor · sign(a)·a, the sign by the real part."""
        a, total = buffers.value(self.inputs[0]), buffers.single()
        sign = buffers.kept("sign", a)
        return [
            call(np.sign, a.real, sign.real),
            inner(sign, a, total),
            call(np.multiply, total, buffers.constant(self.factor), buffers.value(self.output)),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = factor · sign(a)."""
        sign = buffers.kept("sign", buffers.value(self.inputs[0]))
        into, finish = buffers.adjoint_sink(self.inputs[0], self.route)
        return [call(np.multiply, sign, buffers.constant(self.factor), into), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dL = factor · Σ sign(a) · da."""
        return np.asarray(self.factor * (np.sign(values[self.inputs[0]].real) * tangents[self.inputs[0]]).sum())
