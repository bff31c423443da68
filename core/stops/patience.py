"""Early stopping: the validation loss has not become better for so many steps.

Source: Prechelt, Early stopping - but when?, in Neural Networks: Tricks of the Trade, 1998.
"""

from __future__ import annotations

import numpy as np

from core.loss_curves import Losses, Steps
from core.ranges import Whole
from core.stops.rule import Seen, StopRule


def first(seen: Seen, value: float) -> int | None:
    """step − best step ≥ patience, at a step whose validation loss was measured."""
    late = seen.losses.steps - best_so_far(seen.losses) >= int(value)
    met = late & np.isfinite(seen.losses.validation) & (seen.losses.steps > seen.after)
    return int(seen.losses.steps[int(np.argmax(met))]) if met.any() else None


def best_so_far(losses: Losses) -> Steps:
    """At each step, the step up to there whose validation loss was smallest, the first of several."""
    validation = np.where(np.isfinite(losses.validation), losses.validation, np.inf)
    before = np.concatenate([[np.inf], np.minimum.accumulate(validation)[:-1]])
    better = np.where(validation < before, losses.steps, losses.steps[:1])
    return np.asarray(np.maximum.accumulate(better), dtype=np.int64)


def best_of(losses: Losses) -> int | None:
    """The step whose validation loss is smallest, the first of several; None where none was measured."""
    measured = np.flatnonzero(np.isfinite(losses.validation))
    return int(losses.steps[measured[np.argmin(losses.validation[measured])]]) if len(measured) else None


def reason(seen: Seen, value: float) -> str:
    """Why, and which step was the best."""
    until = seen.losses.until(first(seen, value) or seen.after)
    best = best_of(until)
    lowest = float(np.nanmin(until.validation))
    steps = "1 step" if value == 1 else f"{int(value):,} steps"
    return f"the validation loss has not fallen for {steps}; it was lowest at step {best:,}, with {lowest:.4g}"


PATIENCE = StopRule(
    "early stopping: patience",
    Whole(1, 10**7),
    100,
    first,
    reason,
    "so many steps after the validation loss was lowest; go back to that step with the button",
    needs="validation",
)
