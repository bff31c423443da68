"""A slope that has a name: the other factor, a gate, a quotient of recorded numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from core.step import Step
from viz.explain.chosen import Number
from viz.explain.numbers import factor, tex

FINEST = 10**6


@dataclass(frozen=True, slots=True)
class Named:
    """∂k/∂u as it is written, from the symbols of `parts` or from their numbers."""

    written: Callable[..., str]
    parts: tuple[Number, ...]

    def in_numbers(self, step: Step) -> str:
        """With the numbers of this step in place of the symbols."""
        return self.written(*map(factor, self.numbers(step)))

    def numbers(self, step: Step) -> list[float]:
        """The recorded parts."""
        return [float(step.value(path)[index]) for path, index in self.parts]


def itself(part: Number) -> Named:
    """A recorded number."""
    return Named(str, (part,))


def one() -> Named:
    """1, as for a bias."""
    return Named(lambda: "1", ())


def share(of: int) -> Named:
    """1/m."""
    return Named(lambda: rf"\tfrac{{1}}{{{of}}}", ())


def fraction(number: float) -> str:
    """A factor in front, as a fraction where it is one; nothing for 1."""
    found = Fraction(number).limit_denominator(FINEST)
    if float(found) != number:
        return rf"{tex(number)} \cdot "
    if found.denominator == 1:
        return "" if found == 1 else f"{found} "
    return rf"\tfrac{{{found.numerator}}}{{{found.denominator}}} "
