"""Stop when the loss is flat."""

from __future__ import annotations

from core.narrate import norm
from core.ranges import Real
from core.stops.rule import Seen, StopRule


def first(seen: Seen, value: float) -> int | None:
    """‖∂L/∂θ‖ < value, the Euclidean norm over all weights and biases."""
    return seen.first(norm(seen.rows[:, seen.program.layout.blocks["gradient"]]) < value)


def reason(seen: Seen, value: float) -> str:
    """Why."""
    return f"the norm of the gradient fell below {value:g}"


GRADIENT_NORM_BELOW = StopRule(
    "gradient norm below", Real(0.0, 1e6), 0.001, first, reason, "the gradient of all weights together is smaller"
)
