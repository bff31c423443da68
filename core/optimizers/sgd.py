"""Gradient descent: a step against the gradient."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.ops.op import Array, Call, call
from core.optimizers.common import WEIGHT_DECAY
from core.optimizers.optimizer import Memory, OptimizerRule, Settings
from core.optimizers.room import Room, decayed
from core.options import Options


class Sgd(OptimizerRule):
    """Δθ = −η (g + λ θ), with η the learning rate, g the gradient of the batch loss and λ the weight decay."""

    label: ClassVar[str] = "SGD"
    tex: ClassVar[str] = r"\Delta\theta = -\eta\, (g + \lambda\theta)"
    source: ClassVar[str] = "Robbins and Monro, A stochastic approximation method, Ann. Math. Statist. 22, 1951"
    about: ClassVar[str] = "A step against the gradient of the batch; it remembers nothing."
    options: ClassVar[Options] = {"weight_decay": WEIGHT_DECAY}
    passes_faults: ClassVar[bool] = True

    @classmethod
    def update(cls, gradient: Array, memory: Memory, parameters: Array, settings: Settings) -> tuple[Array, Memory]:
        """(−η (g + λ θ), no memory)."""
        return -settings["learning_rate"] * decayed(gradient, parameters, settings["weight_decay"]), {}

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """update = g · (−η)."""
        minus_rate, refresh = room.minus_rate()
        gradient, decay = room.decayed()
        return [*refresh, *decay, call(np.multiply, gradient, minus_rate, room.update)]
