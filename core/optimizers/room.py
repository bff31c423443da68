"""Where the calls of an optimizer read and write: flat vectors of all parameters, single numbers, the rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.ops.op import Array, Call, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Room:
    """What `calls` binds.

    memory: by name, fields as flat vectors and scalars as 0-d arrays;  settings: the numbers that stay the same while
    the program lives;  rate: the learning rate of the step, 0-d, always up to date;  steady: whether it never changes.
    """

    gradient: Array
    memory: Mapping[str, Array]
    parameters: Array
    update: Array
    settings: Mapping[str, float]
    rate: Array
    steady: bool
    buffers: Buffers

    def scratch(self) -> Array:
        """One number per parameter, for this rule alone."""
        return self.buffers.scratch(self.update.shape)

    def mask(self) -> Array:
        """One truth value per parameter."""
        return np.zeros(self.update.shape, dtype=bool)

    def single(self) -> Array:
        """A number that calls change from step to step."""
        return self.buffers.scratch(())

    def number(self, value: float) -> Array:
        """A number that stays."""
        return self.buffers.constant(value)

    def minus_rate(self) -> tuple[Array, list[Call]]:
        """−η, and what must be called in each step to keep it so: nothing when the rate never changes."""
        if self.steady:
            return self.number(-self.settings["learning_rate"]), []
        minus = self.single()
        return minus, [call(np.negative, self.rate, minus)]

    def decayed(self) -> tuple[Array, list[Call]]:
        """g + λ θ with λ = weight_decay, the L2 penalty as PyTorch adds it; the gradient itself when λ = 0."""
        decay = self.settings["weight_decay"]
        if decay == 0.0:
            return self.gradient, []
        sum_ = self.scratch()
        return sum_, [
            call(np.multiply, self.parameters, self.number(decay), sum_),
            call(np.add, self.gradient, sum_, sum_),
        ]


def decayed(gradient: Array, parameters: Array, decay: float) -> Array:
    """g + λ θ."""
    return gradient if decay == 0.0 else gradient + parameters * decay


def numbers(name: str, function: Callable[..., tuple[float, ...]], inputs: tuple[Array, ...], *into: Array) -> Call:
    """A call for single numbers: into = function(*inputs), in Python's floats.

    For a handful of numbers that is no dearer than NumPy, and to the last bit what the pure rule computes.
    """
    reads = tuple(array.item for array in inputs)

    def run() -> None:
        for target, value in zip(into, function(*[read() for read in reads]), strict=True):
            target[()] = value

    return Call(name, run)
