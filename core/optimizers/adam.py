"""Adam: momentum joined with RMSprop's scaling, both corrected for starting at zero."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.optimizers.averages import average, average_calls, average_of_squares, average_of_squares_calls
from core.optimizers.common import BETA1, BETA2, COUNT, EPS, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Options

MEAN = Line("m", r"$beta1 \cdot $m + (1 - $beta1) \cdot $g", lambda beta1, m, g: average(m, g, 1.0 - beta1))
SQUARES = Line("v", r"$beta2 \cdot $v + (1 - $beta2) \cdot $g^2", lambda beta2, v, g: average_of_squares(v, g, beta2))
MEAN_CORRECTED = Line("m_hat", r"\frac{$m}{1 - $beta1^{$t}}", lambda m, beta1, t: m / (1.0 - beta1**t))
SQUARES_CORRECTED = Line("v_hat", r"\frac{$v}{1 - $beta2^{$t}}", lambda v, beta2, t: v / (1.0 - beta2**t))
STEP = Line(
    "update",
    r"-$learning_rate \cdot \frac{$m_hat}{\sqrt{$v_hat} + $eps}",
    lambda learning_rate, m_hat, v_hat, eps: -learning_rate * m_hat / (np.sqrt(v_hat) + eps),
)


class Adam(OptimizerRule):
    """m ← β1 m + (1 − β1) g,  v ← β2 v + (1 − β2) g²,  Δθ = −η/(1 − β1ᵗ) · m / (√v / √(1 − β2ᵗ) + ε).

    m: average gradient (momentum);  v: average squared gradient (RMSprop's scaling);  t: count of steps, from 1.
    The weight decay λ adds λ θ to g, so that it is scaled like a gradient (for the decoupled form see AdamW).
    """

    label: ClassVar[str] = "Adam"
    source: ClassVar[str] = "Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015; torch Adam"
    about: ClassVar[str] = "Momentum (m) joined with RMSprop's scaling (v), both corrected for starting at zero."
    options: ClassVar[Options] = {"beta1": BETA1, "beta2": BETA2, "eps": EPS, "weight_decay": WEIGHT_DECAY}
    fields: ClassVar[tuple[str, ...]] = ("m", "v")
    scalars: ClassVar[tuple[str, ...]] = ("t",)
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """Both averages, both corrected for their start at zero, and the step."""
        return *decay_of(settings), COUNT, MEAN, SQUARES, MEAN_CORRECTED, SQUARES_CORRECTED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        gradient, decay = room.decayed()
        return [*decay, *moment_calls(room, gradient), *scaled_calls(room, room.memory["v"])]


def corrections(t: float, rate: float, settings: Settings) -> tuple[float, float, float]:
    """(t + 1, −η √(1 − β2ᵗ) / (1 − β1ᵗ), ε √(1 − β2ᵗ)), with the new t: the root stands in the numerator then, and
    what would be a pass over all parameters is a single number.
    """
    t = t + 1.0
    root = (1.0 - settings["beta2"] ** t) ** 0.5
    return t, -(rate / (1.0 - settings["beta1"] ** t) * root), settings["eps"] * root


def moment_calls(room: Room, gradient: Array) -> list[Call]:
    """m and v after this gradient."""
    return [
        *average_calls(room, room.memory["m"], gradient, 1.0 - room.settings["beta1"]),
        *average_of_squares_calls(room, room.memory["v"], gradient, room.settings["beta2"]),
    ]


def scaled_calls(room: Room, v: Array) -> list[Call]:
    """t, and update = −η √(1 − β2ᵗ) / (1 − β1ᵗ) · m / (√v + ε √(1 − β2ᵗ))."""
    m, t = room.memory["m"], room.memory["t"]
    minus_rate, eps, root = room.single(), room.single(), room.scratch()
    inputs, into = (t, room.rate), (t, minus_rate, eps)
    return [
        room.numbers("correct", corrections, inputs, *into),
        call(np.sqrt, v, root),
        call(np.add, root, eps, root),
        call(np.multiply, m, minus_rate, room.update),
        call(np.divide, room.update, root, room.update),
    ]
