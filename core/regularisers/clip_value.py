"""Clipping by value: every single entry of the gradient is kept within a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.line import Line
from core.ops.op import Array, Call, call
from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

if TYPE_CHECKING:
    from core.buffers import Buffers

CLIP_VALUE_LINE = Line(
    "g",
    r"\min(\max($g,\, -$clip_value),\, $clip_value)",
    lambda g, clip_value: min(max(g, -clip_value), clip_value),
)

CLIP_VALUE = RegulariserRule(
    label="gradient clipping by value",
    symbol="c",
    amount=Real(0.0, 1e3),
    tex=r"g'_i = \min(\max(g_i, -c), c)",
    source="Mikolov, Statistical language models based on neural networks, 2012; torch clip_grad_value_",
    about="Every entry of the gradient stays between −c and c, which may turn it; the one before is shown too.",
    stackable=True,
)


def clip_value_calls(gradient: Array, into: Array, amount: float, buffers: Buffers) -> list[Call]:
    """g′ = min(max(g, −c), c), as torch.nn.utils.clip_grad_value_."""
    return [
        call(np.maximum, gradient, buffers.constant(-amount), into),
        call(np.minimum, into, buffers.constant(amount), into),
    ]
