"""RMSprop: each gradient divided by the root of its recent mean square."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.optimizers.averages import average, average_calls, average_of_squares, average_of_squares_calls
from core.optimizers.common import EPS, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real, Whole

SQUARES = Line("v", r"$alpha \cdot $v + (1 - $alpha) \cdot $g^2", lambda alpha, v, g: average_of_squares(v, g, alpha))
MEAN = Line("m", r"$alpha \cdot $m + (1 - $alpha) \cdot $g", lambda alpha, m, g: average(m, g, 1.0 - alpha))
ROOT = Line("r", r"\sqrt{$v} + $eps", lambda v, eps: np.sqrt(v) + eps)
DEVIATION = Line(
    "r",
    r"\sqrt{\max($v - $m^2,\, 0)} + $eps",
    lambda v, m, eps: np.sqrt(np.maximum(v - m * m, 0.0)) + eps,
)
STEP = Line("update", r"-$learning_rate \cdot \frac{$g}{$r}", lambda learning_rate, g, r: g * -learning_rate / r)
STRIDE = Line("b", r"$momentum \cdot $b + \frac{$g}{$r}", lambda momentum, b, g, r: b * momentum + g / r)
CARRIED = Line("update", r"-$learning_rate \cdot $b", lambda learning_rate, b: b * -learning_rate)


class RMSprop(OptimizerRule):
    """v ← α v + (1 − α) g²,  Δθ = −η g / (√v + ε).

    centered: m ← α m + (1 − α) g, and √(v − m²), the deviation, stands in for √v; where v − m² is rounded to less than
    0, as under a gradient that never changes, it is 0 (PyTorch gets NaN there).
    momentum μ > 0: b ← μ b + g / (√v + ε), Δθ = −η b.  The weight decay λ adds λ θ to g.
    PyTorch's form: ε is added after the root, TensorFlow's has it inside.
    """

    label: ClassVar[str] = "RMSprop"
    source: ClassVar[str] = (
        "Tieleman and Hinton, Coursera: Neural networks for machine learning, 6.5, 2012; torch RMSprop"
    )
    about: ClassVar[str] = "Every weight moves at about the same speed, however large or small its gradient."
    options: ClassVar[Options] = {
        "alpha": Option(0.99, Real(0.0, 1.0), "α"),
        "eps": EPS,
        "momentum": Option(0.0, Real(0.0, 1.0), "momentum μ"),
        "centered": Option(0, Whole(0, 1), "centered (0 or 1)"),
        "weight_decay": WEIGHT_DECAY,
    }
    passes_faults: ClassVar[bool] = True

    @classmethod
    def fields_of(cls, settings: Settings) -> tuple[str, ...]:
        """v; m when centered; b with momentum."""
        return "v", *(("m",) if settings["centered"] else ()), *(("b",) if settings["momentum"] > 0.0 else ())

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The mean square, its root or the deviation, and the step, by way of b where there is momentum."""
        root = (MEAN, DEVIATION) if settings["centered"] else (ROOT,)
        step = (STRIDE, CARRIED) if settings["momentum"] > 0.0 else (STEP,)
        return *decay_of(settings), SQUARES, *root, *step

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        alpha, v, root = room.settings["alpha"], room.memory["v"], room.scratch()
        calls = [*refresh, *decay, *average_of_squares_calls(room, v, gradient, alpha)]
        if room.settings["centered"]:
            m = room.memory["m"]
            calls += average_calls(room, m, gradient, 1.0 - alpha)
            calls += [call(np.multiply, m, m, root), call(np.subtract, v, root, root)]
            calls += [call(np.maximum, root, room.number(0.0), root), call(np.sqrt, root, root)]
        else:
            calls.append(call(np.sqrt, v, root))
        calls.append(call(np.add, root, room.number(room.settings["eps"]), root))
        return calls + stride_calls(room, gradient, root, minus_rate)


def stride_calls(room: Room, gradient: Array, root: Array, minus_rate: Array) -> list[Call]:
    """Δθ = −η g / root, by way of b where there is momentum."""
    if not np.any(room.settings["momentum"]):
        return [
            call(np.multiply, gradient, minus_rate, room.update),
            call(np.divide, room.update, root, room.update),
        ]
    b = room.memory["b"]
    return [
        call(np.multiply, b, room.number(room.settings["momentum"]), b),
        call(np.divide, gradient, root, root),
        call(np.add, b, root, b),
        call(np.multiply, b, minus_rate, room.update),
    ]
