"""Gradient descent with momentum: the heavy ball, which keeps some of its velocity."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.common import COUNT, MOMENTUM, WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

WHOLE = Line("v", r"$momentum \cdot $v + $g", lambda momentum, v, g: v * momentum + g)
DAMPENED = Line(
    "v",
    r"$momentum \cdot $v + (1 - $dampening) \cdot $g",
    lambda momentum, v, dampening, g: v * momentum + g * (1.0 - dampening),
)
STEP = Line("update", r"-$learning_rate \cdot $v", lambda learning_rate, v: v * -learning_rate)


class Momentum(OptimizerRule):
    """v ← μ v + (1 − τ) g,  Δθ = −η v, with μ the momentum and τ the dampening; in the first step v = g.

    PyTorch's form: the learning rate multiplies the velocity, not the gradient inside it, as in Polyak and Sutskever.
    λ, the weight decay, adds λ θ to g.  Without momentum (μ = 0) nothing is dampened.
    """

    label: ClassVar[str] = "momentum"
    source: ClassVar[str] = "Polyak, Some methods of speeding up the convergence of iteration methods, 1964; torch SGD"
    about: ClassVar[str] = "Gradients of the past add up to a velocity v, which carries the weights on."
    options: ClassVar[Options] = {
        "momentum": MOMENTUM,
        "dampening": Option(0.0, Real(0.0, 1.0), "dampening τ"),
        "weight_decay": WEIGHT_DECAY,
    }
    fields: ClassVar[tuple[str, ...]] = ("v",)
    scalars: ClassVar[tuple[str, ...]] = ("t",)
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The velocity, into which the first gradient goes undampened, and the step."""
        _, share = counted(numbers["t"], settings)
        return *decay_of(settings), COUNT, WHOLE if share == 1.0 else DAMPENED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        v, t = room.memory["v"], room.memory["t"]
        share, part = room.single(), room.scratch()
        return [
            *refresh,
            *decay,
            room.numbers("count", counted, (t,), t, share),
            call(np.multiply, v, room.number(room.settings["momentum"]), v),
            call(np.multiply, gradient, share, part),
            call(np.add, v, part, v),
            call(np.multiply, v, minus_rate, room.update),
        ]


def counted(t: float, settings: Settings) -> tuple[float, float]:
    """(t + 1, what of the gradient goes into v): all of it in the first step, and where there is no momentum."""
    return t + 1.0, 1.0 if t == 0.0 or settings["momentum"] == 0.0 else 1.0 - settings["dampening"]
