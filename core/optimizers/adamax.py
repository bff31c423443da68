"""Adamax: Adam that scales by the largest recent gradient."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.adam import MEAN, MEAN_CORRECTED
from core.optimizers.averages import average_calls
from core.optimizers.common import BETA1, BETA2, COUNT, EPS, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Options

LARGEST = Line(
    "u", r"\max($beta2 \cdot $u,\, |$g| + $eps)", lambda beta2, u, g, eps: np.maximum(u * beta2, np.abs(g) + eps)
)
STEP = Line(
    "update",
    r"-$learning_rate \cdot \frac{$m_hat}{$u}",
    lambda learning_rate, m_hat, u: -learning_rate * m_hat / u,
)


class Adamax(OptimizerRule):
    """m ← β1 m + (1 − β1) g,  u ← max(β2 u, |g| + ε),  Δθ = −η/(1 − β1ᵗ) · m / u.

    m: average gradient;  u: largest recent gradient;  t: count of steps, from 1.  The weight decay λ adds λ θ to g.
    """

    label: ClassVar[str] = "Adamax"
    source: ClassVar[str] = "Kingma and Ba, Adam: a method for stochastic optimization, section 7.1, 2015; torch Adamax"
    about: ClassVar[str] = "Adam with the largest recent gradient in place of the root of the mean square."
    options: ClassVar[Options] = {"beta1": BETA1, "beta2": BETA2, "eps": EPS, "weight_decay": WEIGHT_DECAY}
    fields: ClassVar[tuple[str, ...]] = ("m", "u")
    scalars: ClassVar[tuple[str, ...]] = ("t",)
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The average, corrected for its start at zero, the largest recent gradient, and the step."""
        return *decay_of(settings), COUNT, MEAN, LARGEST, MEAN_CORRECTED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        gradient, decay = room.decayed()
        m, u, t = room.memory["m"], room.memory["u"], room.memory["t"]
        minus_rate, size = room.single(), room.scratch()
        return [
            *decay,
            *average_calls(room, m, gradient, 1.0 - room.settings["beta1"]),
            call(np.multiply, u, room.number(room.settings["beta2"]), u),
            call(np.abs, gradient, size),
            call(np.add, size, room.number(room.settings["eps"]), size),
            call(np.maximum, u, size, u),
            room.numbers("correct", correction, (t, room.rate), t, minus_rate),
            call(np.multiply, m, minus_rate, room.update),
            call(np.divide, room.update, u, room.update),
        ]


def correction(t: float, rate: float, settings: Settings) -> tuple[float, float]:
    """(t + 1, −η / (1 − β1ᵗ)), with the new t."""
    return t + 1.0, -(rate / (1.0 - settings["beta1"] ** (t + 1.0)))
