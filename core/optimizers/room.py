"""Where the calls of an optimizer read and write: flat vectors of all parameters, single numbers, the rate.

In one run the vectors are (parameters,) and single numbers 0-d; with replicas (R, parameters) and (R, 1), and so are
the settings in which replicas differ.  A rule that asks a setting something therefore asks with np.any or np.max.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.ops.op import Array, Call, call

if TYPE_CHECKING:
    from core.buffers import Buffers
    from core.least_squares import LeastSquares

# (inputs …, settings) → the numbers that come out.
Numbers = Callable[..., tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Room:
    """What `calls` binds.

    memory: by name, fields as flat vectors and scalars as single numbers;  settings: the numbers that stay the same
    while the program lives;  rate: the learning rate of the step, always up to date;  steady: whether it never changes;
    each: with replicas, the settings of each of them as plain numbers;  squares: residuals and Jacobian, where asked
    for;  frozen: true where a parameter is not trained, None when all are.
    """

    gradient: Array
    memory: Mapping[str, Array]
    parameters: Array
    update: Array
    settings: Mapping[str, Any]
    rate: Array
    steady: bool
    buffers: Buffers
    each: tuple[Mapping[str, float], ...] = ()
    squares: LeastSquares | None = None
    frozen: NDArray[np.bool_] | None = None

    def scratch(self) -> Array:
        """One number per parameter, for this rule alone."""
        return self.buffers.scratch(self.update.shape)

    def mask(self) -> Array:
        """One truth value per parameter."""
        return np.zeros(self.update.shape, dtype=bool)

    def single(self) -> Array:
        """A number that calls change from step to step."""
        return self.buffers.single()

    def number(self, value: float | Array) -> Array:
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
        if not np.any(decay):
            return self.gradient, []
        sum_ = self.scratch()
        return sum_, [
            call(np.multiply, self.parameters, self.number(decay), sum_),
            call(np.add, self.gradient, sum_, sum_),
        ]

    def numbers(self, name: str, function: Numbers, inputs: tuple[Array, ...], *into: Array) -> Call:
        """A call for single numbers: into = function(*inputs, settings), in Python's floats.

        For a handful of numbers that is no dearer than NumPy, and to the last bit what the pure rule computes.
        """
        if self.each:
            return Call(name, one_by_one(function, self.each, inputs, into))
        reads, settings = tuple(array.item for array in inputs), self.settings

        def run() -> None:
            for target, value in zip(into, function(*[read() for read in reads], settings), strict=True):
                target[()] = value

        return Call(name, run)


def one_by_one(
    function: Numbers, each: tuple[Mapping[str, float], ...], inputs: tuple[Array, ...], into: tuple[Array, ...]
) -> Callable[[], None]:
    """The same for every replica with its own settings; the arrays are (R, 1)."""
    reads = tuple(array[:, 0].tolist for array in inputs)
    targets = tuple(array[:, 0] for array in into)

    def run() -> None:
        found = map(function, *[read() for read in reads], each)
        for target, column in zip(targets, zip(*found, strict=True), strict=True):
            target[:] = column

    return run
