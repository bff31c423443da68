"""Ranges of numbers, which draw the fields on the screen and refuse bad values with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from reprlib import Repr

from core.errors import SpecError

# Looks neither deep nor far into what was pasted.
SHORT = Repr()
SHORT.maxlevel = 3
SHORT.maxstring = SHORT.maxlong = SHORT.maxother = 60


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both allowed."""

    low: int
    high: int

    def check(self, field: str, value: object) -> int:
        """The value, or a sentence that names field, value and range."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise SpecError(f"{field} is {shown(value)}: expected a whole number from {self.low} to {self.high:,}.")
        return value


@dataclass(frozen=True, slots=True)
class Real:
    """A number from `low` to `high`, both allowed."""

    low: float
    high: float

    def check(self, field: str, value: object) -> float:
        """The value as a float, or a sentence that names field, value and range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not self.low <= value <= self.high:
            raise SpecError(f"{field} is {shown(value)}: expected a number from {self.low:g} to {self.high:g}.")
        return float(value)


def shown(value: object) -> str:
    """The value as it appears in a sentence: short, whatever was pasted."""
    try:
        text = f"{value:g}" if isinstance(value, float) else SHORT.repr(value)
    except ValueError:  # Python prints no whole number of more than 4,300 digits.
        text = "a huge number"
    return text if len(text) <= 60 else text[:57] + "…"
