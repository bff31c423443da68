"""Gradient descent: a step against the gradient."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.common import WEIGHT_DECAY, decay_of
from core.optimizers.optimizer import OptimizerRule, Settings
from core.optimizers.room import Room
from core.options import Options

STEP = Line("update", r"-$learning_rate \cdot $g", lambda learning_rate, g: g * -learning_rate)


class Sgd(OptimizerRule):
    """Δθ = −η (g + λ θ), with η the learning rate, g the gradient of the batch loss and λ the weight decay."""

    label: ClassVar[str] = "SGD"
    source: ClassVar[str] = "Robbins and Monro, A stochastic approximation method, Ann. Math. Statist. 22, 1951"
    about: ClassVar[str] = "A step against the gradient of the batch; it remembers nothing."
    options: ClassVar[Options] = {"weight_decay": WEIGHT_DECAY}
    passes_faults: ClassVar[bool] = True

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """The step, of a gradient with its weight decay."""
        return *decay_of(settings), STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """update = g · (−η)."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        return [*refresh, *decay, call(np.multiply, gradient, minus_rate, room.update)]
