"""Stop when the loss is small."""

from __future__ import annotations

from core.ranges import Real
from core.stops.rule import Seen, StopRule


def first(seen: Seen, value: float) -> int | None:
    """L < value, the loss of the step's batch."""
    return seen.first(seen.rows[:, seen.program.layout.slot("L").offset] < value)


def reason(seen: Seen, value: float) -> str:
    """Why."""
    return f"the loss fell below {value:g}"


LOSS_BELOW = StopRule("loss below", Real(0.0, 1e6), 0.01, first, reason, "the loss of the step's batch is smaller")
