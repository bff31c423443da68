"""How good a difference is depends on h: rounding makes it bad when h is small, truncation when h is large."""

from __future__ import annotations

from dataclasses import dataclass

from core.checking.along import Dial
from core.checking.comparison import Place
from core.program import Program
from core.step import Step

# Three to a power of ten, all whole powers among them.
SMALLEST, LARGEST, TO_A_POWER = -12, 0, 3
EXPONENTS = tuple(k / TO_A_POWER for k in range(SMALLEST * TO_A_POWER, LARGEST * TO_A_POWER + 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """L(w + h), L(w − h) and what follows from them; errors are relative to backprop, absolute where that is 0."""

    exponent: float
    right: float
    left: float
    central: float
    one_sided: float
    error: float
    one_sided_error: float

    @property
    def h(self) -> float:
        """How far to either side."""
        return float(10.0**self.exponent)


@dataclass(frozen=True, slots=True)
class ErrorCurve:
    """The differences from the smallest h to the largest.  loss, backprop: as recorded."""

    weight: float
    loss: float
    backprop: float
    differences: tuple[Difference, ...]

    def at(self, exponent: int) -> Difference:
        """The one of h = 10^exponent."""
        return next(one for one in self.differences if one.exponent == exponent)

    @property
    def best(self) -> Difference:
        """Where the central difference is nearest to backprop."""
        return min(self.differences, key=lambda one: (not one.error >= 0.0, one.error))


def error_curve(program: Program, step: Step, place: Place) -> ErrorCurve:
    """The errors of simple differences for every h: (L(w + h) − L(w − h)) / 2h and (L(w + h) − L(w)) / h."""
    dial = Dial(program, step, place)
    differences = tuple(difference(dial, step.loss, exponent) for exponent in EXPONENTS)
    return ErrorCurve(dial.weight, step.loss, dial.slope, differences)


def difference(dial: Dial, loss: float, exponent: float) -> Difference:
    """Both differences of one h."""
    h = float(10.0**exponent)
    right, left = dial.loss(dial.weight + h), dial.loss(dial.weight - h)
    central, one_sided = (right - left) / (2.0 * h), (right - loss) / h
    scale = abs(dial.slope) or 1.0
    errors = (abs(slope - dial.slope) / scale for slope in (central, one_sided))
    return Difference(exponent, right, left, central, one_sided, *errors)
