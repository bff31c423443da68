"""Stop at a step."""

from __future__ import annotations

from core.ranges import Whole
from core.stops.rule import Seen, StopRule


def first(seen: Seen, value: float) -> int | None:
    """The step itself, also where it was not to be recorded."""
    return seen.reached(int(value))


def reason(seen: Seen, value: float) -> str:
    """Why."""
    return f"step {int(value):,} was reached"


AT_STEP = StopRule("step", Whole(1, 10**9), 100, first, reason, "so many updates were made")
