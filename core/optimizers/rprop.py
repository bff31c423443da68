"""Rprop: only the signs of the gradients count."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

PRODUCT = Line("q", r"$g \cdot $previous", lambda g, previous: g * previous)
FACTOR = Line(
    "factor",
    r"\begin{cases} $etaplus & \text{if } $q > 0 \\ $etaminus & \text{if } $q < 0 \\ 1 & \text{if } $q = 0 \end{cases}",
    lambda etaplus, q, etaminus: np.where(q > 0.0, etaplus, np.where(q < 0.0, etaminus, 1.0)),
)
SIZE = Line(
    "s",
    r"\min(\max($s \cdot $factor,\, $step_size_min),\, $step_size_max)",
    lambda s, factor, step_size_min, step_size_max: np.minimum(np.maximum(s * factor, step_size_min), step_size_max),
)
KEPT = Line(
    "previous",
    r"\begin{cases} 0 & \text{if } $q < 0 \\ $g & \text{else} \end{cases}",
    lambda q, g: np.where(q < 0.0, 0.0, g),
)
STEP = Line("update", r"-\operatorname{sign}($previous) \cdot $s", lambda previous, s: -(np.sign(previous) * s))


class Rprop(OptimizerRule):
    """Δθ = −sign(g) · s, where s ← s η⁺ while g keeps its sign, and s ← s η⁻ and no step when g changes it.

    s: one step size per parameter, from the learning rate on, kept between step_size_min and step_size_max;
    previous: the gradient before (0 after a change of sign).  PyTorch's form, which is iRprop⁻ of Igel and Hüsken.
    """

    label: ClassVar[str] = "Rprop"
    source: ClassVar[str] = (
        "Riedmiller and Braun, A direct adaptive method for faster backpropagation, 1993; torch Rprop"
    )
    about: ClassVar[str] = "Every weight has its own step size, which grows while its gradient keeps its sign."
    options: ClassVar[Options] = {
        "etaminus": Option(0.5, Real(0.01, 0.99), "η⁻"),
        "etaplus": Option(1.2, Real(1.01, 10.0), "η⁺"),
        "step_size_min": Option(1e-6, Real(0.0, 1.0), "smallest step"),
        "step_size_max": Option(50.0, Real(1e-3, 1e3), "largest step"),
    }
    fields: ClassVar[tuple[str, ...]] = ("previous", "s")
    full_batch: ClassVar[str] = (
        "Rprop compares the signs of successive gradients, and a mini-batch changes them by chance"
    )

    @classmethod
    def init(cls, parameters: Array, settings: Settings) -> Memory:
        """No gradient before, and every step size is the learning rate."""
        return {"previous": np.zeros(parameters.shape), "s": np.full(parameters.shape, settings["learning_rate"])}

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """Whether the sign is that of the gradient before, the step size, what is kept, and the step."""
        return PRODUCT, FACTOR, SIZE, KEPT, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        before, s, update = room.memory["previous"], room.memory["s"], room.update
        product, factor, same, other = room.scratch(), room.scratch(), room.mask(), room.mask()
        zero, one = room.number(0.0), room.number(1.0)
        eta_minus, eta_plus, least, most = (room.number(room.settings[name]) for name in cls.options)
        return [
            call(np.multiply, room.gradient, before, product),
            call(np.greater, product, zero, same),
            call(np.less, product, zero, other),
            call(np.copyto, factor, one),
            call(np.copyto, factor, eta_plus, where=same),
            call(np.copyto, factor, eta_minus, where=other),
            call(np.multiply, s, factor, s),
            call(np.maximum, s, least, s),
            call(np.minimum, s, most, s),
            call(np.copyto, before, room.gradient),
            call(np.copyto, before, zero, where=other),
            call(np.sign, before, update),
            call(np.multiply, update, s, update),
            call(np.negative, update, update),
        ]
