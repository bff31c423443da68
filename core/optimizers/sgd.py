"""Gradient descent: a step against the gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, call
from core.optimizers.optimizer import Memory, OptimizerRule

if TYPE_CHECKING:
    from core.buffers import Buffers


class Sgd(OptimizerRule):
    """Δθ = −η g, with η the learning rate and g the gradient of the batch loss."""

    label: ClassVar[str] = "SGD"
    tex: ClassVar[str] = r"\Delta\theta = -\eta\, g"
    source: ClassVar[str] = "Robbins and Monro, A stochastic approximation method, Ann. Math. Statist. 22, 1951"
    passes_faults: ClassVar[bool] = True

    @classmethod
    def init(cls, parameters: Array) -> Memory:
        """No memory."""
        return {}

    @classmethod
    def update(cls, gradient: Array, memory: Memory, parameters: Array, learning_rate: float) -> tuple[Array, Memory]:
        """(−η g, no memory)."""
        return -learning_rate * gradient, {}

    @classmethod
    def calls(cls, gradient: Array, memory: Memory, parameters: Array, update: Array, buffers: Buffers) -> list[Call]:
        """update = g · (−η)."""
        return [call(np.multiply, gradient, buffers.constant(-buffers.learning_rate), update)]
