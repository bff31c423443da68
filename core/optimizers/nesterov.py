"""Nesterov's accelerated gradient: momentum that looks ahead."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.common import MOMENTUM, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Options

VELOCITY = Line("v", r"$momentum \cdot $v + $g", lambda momentum, v, g: v * momentum + g)
STEP = Line(
    "update",
    r"-$learning_rate \cdot ($g + $momentum \cdot $v)",
    lambda learning_rate, g, momentum, v: (g + v * momentum) * -learning_rate,
)


class Nesterov(OptimizerRule):
    """v ← μ v + g,  Δθ = −η (g + μ v), with μ the momentum; the weight decay λ adds λ θ to g.

    PyTorch's form (SGD with nesterov=True): the stored weights are the ones looked ahead to, so that the gradient is
    taken where the weights are.  In Nesterov's own form the gradient is taken at θ − η μ v.
    """

    label: ClassVar[str] = "Nesterov momentum"
    source: ClassVar[str] = "Nesterov, 1983; Sutskever, Martens, Dahl and Hinton, ICML 2013; torch SGD(nesterov=True)"
    about: ClassVar[str] = "Momentum that takes the next stretch of its way into account already."
    options: ClassVar[Options] = {"momentum": MOMENTUM, "weight_decay": WEIGHT_DECAY}
    fields: ClassVar[tuple[str, ...]] = ("v",)
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The velocity, and the step that looks ahead."""
        return *decay_of(settings), VELOCITY, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        v, momentum = room.memory["v"], room.number(room.settings["momentum"])
        return [
            *refresh,
            *decay,
            call(np.multiply, v, momentum, v),
            call(np.add, v, gradient, v),
            call(np.multiply, v, momentum, room.update),
            call(np.add, gradient, room.update, room.update),
            call(np.multiply, room.update, minus_rate, room.update),
        ]
