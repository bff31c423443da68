"""The L1 penalty: every weight is pulled towards 0 by the same force, so that many end up there."""

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


class L1Penalty(Penalty):
    """λ Σ |W|;  pull λ sign(W): 0 at the kink W = 0, as in PyTorch."""

    @classmethod
    def forward(cls, parameters: Array, weights: Array, amount: float, into: Array, buffers: Buffers) -> list[Call]:
        """λ · sign(W)·W, the sign by the real part."""
        kept, sign, total = buffers.scratch(parameters.shape), buffers.scratch(parameters.shape), buffers.single()
        return [
            call(np.multiply, parameters, weights, kept),
            call(np.sign, kept.real, sign.real),
            inner(sign, kept, total),
            call(np.multiply, total, buffers.constant(amount), into),
        ]

    @classmethod
    def pull(cls, parameters: Array, weights: Array, amount: float, into: Array) -> list[Call]:
        """λ sign(W)."""
        return [call(np.sign, parameters, into), call(np.multiply, into, amount * weights, into)]


L1 = RegulariserRule(
    label="L1 penalty",
    symbol="λ",
    amount=Real(0.0, 10.0),
    tex=r"L = L_{\text{data}} + \lambda \sum |w|, \quad \tfrac{\partial}{\partial w} = \lambda\,\operatorname{sign} w",
    source="Tibshirani, Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B 58, 1996",
    about="A term of the loss: its pull on every weight is part of the gradient, and is recorded on its own.",
    penalty=L1Penalty,
    stackable=True,
    amounts_may_differ=True,
)
