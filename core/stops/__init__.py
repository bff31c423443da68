"""The conditions that stop a run, in menu order, and which of them the last rows met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.stops.accuracy_at_least import ACCURACY_AT_LEAST
from core.stops.at_epoch import AT_EPOCH
from core.stops.at_step import AT_STEP
from core.stops.gradient_norm_below import GRADIENT_NORM_BELOW
from core.stops.loss_below import LOSS_BELOW
from core.stops.patience import PATIENCE, best_of
from core.stops.rule import Seen, StopRule

if TYPE_CHECKING:
    from core.spec import Stop

STOPS: dict[str, StopRule] = {
    "step": AT_STEP,
    "epoch": AT_EPOCH,
    "loss": LOSS_BELOW,
    "accuracy": ACCURACY_AT_LEAST,
    "gradient_norm": GRADIENT_NORM_BELOW,
    "patience": PATIENCE,
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where a run stopped, by which condition, and the sentence on it."""

    step: int
    name: str
    sentence: str


def first_stop(stops: Iterable[Stop], seen: Seen) -> Stopped | None:
    """The condition that was met first, at the first step that meets it."""
    found = ((STOPS[stop.name].first(seen, stop.value), stop) for stop in stops)
    met = [(step, stop) for step, stop in found if step is not None]
    if not met:
        return None
    step, stop = min(met, key=lambda pair: pair[0])
    return Stopped(step, stop.name, f"Stopped at step {step:,}: {STOPS[stop.name].reason(seen, stop.value)}.")


__all__ = ["STOPS", "Seen", "StopRule", "Stopped", "best_of", "first_stop"]
