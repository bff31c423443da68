"""Clipping by norm: a gradient that is too long is shortened, all its parts by the same factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.line import Line
from core.ops.op import Array, Call, call
from core.ops.sums import inner
from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

if TYPE_CHECKING:
    from core.buffers import Buffers

# PyTorch's, so that a gradient of 0 divides nothing by 0.
BESIDE_NORM = 1e-6

CLIP_NORM_LINE = Line(
    "g",
    r"$g \cdot \min\left(1,\, \frac{$clip_norm}{$gradient_norm + 10^{-6}}\right)",
    lambda g, clip_norm, gradient_norm: g * min(clip_norm / (gradient_norm + BESIDE_NORM), 1.0),
)

CLIP_NORM = RegulariserRule(
    label="gradient clipping by norm",
    symbol="c",
    amount=Real(0.0, 1e3),
    tex=r"g' = g \cdot \min\left(1, \tfrac{c}{\lVert g \rVert + 10^{-6}}\right)",
    source="Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks, ICML 2013; torch",
    about="The gradient of all parameters together is at most c long; the one before is shown too, with its norm.",
    stackable=True,
)


def clip_norm_calls(
    gradient: Array, into: Array, amount: float, norm: Array, free: Array | None, buffers: Buffers
) -> list[Call]:
    """g′ = g · min(1, c / (‖g‖ + 1e-6)), as torch.nn.utils.clip_grad_norm_;  norm: where ‖g‖ is recorded.

    free: 1 where a parameter is trained and 0 where it is frozen; only the trained ones count in ‖g‖, as in PyTorch,
    where frozen ones have no gradient.  None: all are trained.
    """
    counted = gradient if free is None else buffers.scratch(gradient.shape)
    squares, beside, factor, share = (buffers.single() for _ in range(4))
    return [
        *([] if free is None else [call(np.multiply, gradient, free, counted)]),
        inner(counted, counted, squares),
        call(np.sqrt, squares, norm),
        call(np.add, norm, buffers.constant(BESIDE_NORM), beside),
        call(np.divide, buffers.constant(amount), beside, factor),
        call(np.minimum, factor, buffers.constant(1.0), share),
        call(np.multiply, gradient, share, into),
    ]
