"""Stop when all examples were seen so many times."""

from __future__ import annotations

from core.ranges import Whole
from core.stops.rule import Seen, StopRule


def first(seen: Seen, value: float) -> int | None:
    """Step ⌈epochs · examples / batch⌉: so many updates have seen every example that often."""
    return seen.reached(-(-int(value) * len(seen.program.examples.x) // seen.program.batch))


def reason(seen: Seen, value: float) -> str:
    """Why."""
    return f"epoch {int(value):,} was complete"


AT_EPOCH = StopRule("epoch", Whole(1, 10**7), 10, first, reason, "every example was used so many times")
