"""Adagrad: every weight has its own rate, smaller the more gradient it has seen."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.optimizers.common import COUNT, POSITIVE, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

SQUARES = Line("s", "$s + $g^2", lambda s, g: s + g * g)
SLOWED = Line(
    "slowed",
    r"\frac{$learning_rate}{1 + ($t - 1) \cdot $lr_decay}",
    lambda learning_rate, t, lr_decay: learning_rate / (1.0 + (t - 1.0) * lr_decay),
)
STEP = Line(
    "update",
    r"-$slowed \cdot \frac{$g}{\sqrt{$s} + $eps}",
    lambda slowed, g, s, eps: g * -slowed / (np.sqrt(s) + eps),
)


class Adagrad(OptimizerRule):
    """s ← s + g²,  Δθ = −η / (1 + (t − 1) d) · g / (√s + ε), with d = lr_decay and t the count of steps, from 1.

    s begins at initial_accumulator_value; the weight decay λ adds λ θ to g.
    """

    label: ClassVar[str] = "Adagrad"
    source: ClassVar[str] = "Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 12, 2011; torch Adagrad"
    about: ClassVar[str] = "Divides each gradient by the root of all its squares so far; steps only ever get smaller."
    options: ClassVar[Options] = {
        "lr_decay": Option(0.0, Real(0.0, 1.0), "rate decay d"),
        "initial_accumulator_value": Option(0.0, Real(0.0, 100.0), "s at the start"),
        "eps": Option(1e-10, POSITIVE, "ε"),
        "weight_decay": WEIGHT_DECAY,
    }
    fields: ClassVar[tuple[str, ...]] = ("s",)
    scalars: ClassVar[tuple[str, ...]] = ("t",)
    passes_faults: ClassVar[bool] = True

    @classmethod
    def init(cls, parameters: Array, settings: Settings) -> Memory:
        """s = initial_accumulator_value, t = 0."""
        return {"s": np.full(parameters.shape, settings["initial_accumulator_value"]), "t": np.zeros(())}

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The squares so far, the rate of this step, and the step."""
        return *decay_of(settings), COUNT, SQUARES, SLOWED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        gradient, decay = room.decayed()
        s, t = room.memory["s"], room.memory["t"]
        minus_rate, root = room.single(), room.scratch()
        return [
            *decay,
            room.numbers("slow", slowed, (t, room.rate), t, minus_rate),
            call(np.multiply, gradient, gradient, root),
            call(np.add, s, root, s),
            call(np.sqrt, s, root),
            call(np.add, root, room.number(room.settings["eps"]), root),
            call(np.multiply, gradient, minus_rate, room.update),
            call(np.divide, room.update, root, room.update),
        ]


def slowed(t: float, rate: float, settings: Settings) -> tuple[float, float]:
    """(t + 1, −η / (1 + t d))."""
    return t + 1.0, -rate / (1.0 + t * settings["lr_decay"])
