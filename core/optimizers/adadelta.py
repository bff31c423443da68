"""Adadelta: steps in the units of the weights themselves."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.averages import average_of_squares, average_of_squares_calls
from core.optimizers.common import POSITIVE, SHARE, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options

GRADIENTS = Line("v", r"$rho \cdot $v + (1 - $rho) \cdot $g^2", lambda rho, v, g: average_of_squares(v, g, rho))
STRIDE = Line(
    "d",
    r"\frac{\sqrt{$u + $eps}}{\sqrt{$v + $eps}} \cdot $g",
    lambda u, eps, v, g: np.sqrt(u + eps) / np.sqrt(v + eps) * g,
)
STEPS = Line("u", r"$rho \cdot $u + (1 - $rho) \cdot $d^2", lambda rho, u, d: average_of_squares(u, d, rho))
STEP = Line("update", r"-$learning_rate \cdot $d", lambda learning_rate, d: d * -learning_rate)


class Adadelta(OptimizerRule):
    """v ← ρ v + (1 − ρ) g²,  d = √(u + ε) / √(v + ε) · g,  u ← ρ u + (1 − ρ) d²,  Δθ = −η d.

    v: average of squared gradients;  u: average of squared steps.  Zeiler's rule has no learning rate: η = 1.
    The weight decay λ adds λ θ to g.
    """

    label: ClassVar[str] = "Adadelta"
    source: ClassVar[str] = "Zeiler, ADADELTA: an adaptive learning rate method, arXiv:1212.5701, 2012; torch Adadelta"
    about: ClassVar[str] = "The size of past steps stands in for the learning rate; leave that at 1."
    options: ClassVar[Options] = {
        "rho": Option(0.9, SHARE, "ρ"),
        "eps": Option(1e-6, POSITIVE, "ε"),
        "weight_decay": WEIGHT_DECAY,
    }
    fields: ClassVar[tuple[str, ...]] = ("v", "u")
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The mean square of gradients, the step in the units of weights, and the mean square of steps."""
        return *decay_of(settings), GRADIENTS, STRIDE, STEPS, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        v, u, rho = room.memory["v"], room.memory["u"], room.settings["rho"]
        eps, root, d = room.number(room.settings["eps"]), room.scratch(), room.scratch()
        return [
            *refresh,
            *decay,
            *average_of_squares_calls(room, v, gradient, rho),
            call(np.add, v, eps, root),
            call(np.sqrt, root, root),
            call(np.add, u, eps, d),
            call(np.sqrt, d, d),
            call(np.divide, d, root, d),
            call(np.multiply, d, gradient, d),
            *average_of_squares_calls(room, u, d, rho),
            call(np.multiply, d, minus_rate, room.update),
        ]
