"""One line of a worked example: what is computed, what was published, where ours is read, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.papers.reading import Reading
from core.papers.replay import Replay

Published = dict[str, float]
# The slip done again: from the run as the tutorial has it, and from the numbers that the tutorial printed.
Slip = Callable[[Replay, Published], float]

EQUAL, DIFFERS, NOT_GIVEN = "equal", "differs", "no number given"


@dataclass(frozen=True, slots=True)
class Line:
    """name: where the list of all worked examples has it;  published: its digits as printed, "" where there is none.

    at: after how many updates ours is read;  why: one sentence on what went wrong, "" where nothing did.
    """

    name: str
    what: str
    reading: Reading
    published: str = ""
    at: int = 0
    why: str = ""
    slip: Slip | None = None


def rounded(number: float, like: str) -> str:
    """A number with as many decimals as the published one has."""
    return f"{Decimal(number).quantize(Decimal(like)):f}"


def verdict(line: Line, ours: float, slipped: float | None) -> str:
    """Whether ours has the published digits; a formula without numbers is held against ours by what it gives."""
    if line.published:
        return EQUAL if rounded(ours, line.published) == f"{Decimal(line.published):f}" else DIFFERS
    return NOT_GIVEN if slipped is None else EQUAL if abs(slipped - ours) <= 1e-12 * abs(ours) else DIFFERS
