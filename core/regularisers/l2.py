"""The L2 penalty: large weights are expensive, and each is pulled towards 0 in proportion to its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.ops.op import Array, Call, call
from core.ops.sums import inner
from core.ranges import Real
from core.regularisers.penalty import Penalty
from core.regularisers.regulariser import RegulariserRule

if TYPE_CHECKING:
    from core.buffers import Buffers


class L2Penalty(Penalty):
    """½ λ Σ W²;  pull λ W. With plain SGD this is PyTorch's weight_decay λ on the weights; Keras's L2(l) is λ = 2 l."""

    @classmethod
    def forward(cls, parameters: Array, weights: Array, amount: float, into: Array, buffers: Buffers) -> list[Call]:
        """½ λ · W·W."""
        kept, total = buffers.scratch(parameters.shape), buffers.single()
        return [
            call(np.multiply, parameters, weights, kept),
            inner(kept, kept, total),
            call(np.multiply, total, buffers.constant(0.5 * amount), into),
        ]

    @classmethod
    def pull(cls, parameters: Array, weights: Array, amount: float, into: Array) -> list[Call]:
        """λ W."""
        return [call(np.multiply, parameters, amount * weights, into)]


L2 = RegulariserRule(
    label="L2 penalty",
    symbol="λ",
    amount=Real(0.0, 10.0),
    tex=r"L = L_{\text{data}} + \tfrac{\lambda}{2} \sum w^2, \quad \tfrac{\partial}{\partial w} = \lambda w",
    source="Krogh and Hertz, A simple weight decay can improve generalization, NIPS 1991",
    about="A term of the loss: its pull on every weight is part of the gradient, and is recorded on its own.",
    penalty=L2Penalty,
    stackable=True,
    amounts_may_differ=True,
)
