"""How a person wants the network drawn: colours and their ranges, how fast it plays, how many edges."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.session import Session
from viz.colour import Range, fitted

UNIT_RANGE = Range(-4.0, 0.0)
# How many edges are drawn, and how many can be asked for.
MOST_EDGES, FEWEST_TO_ASK, MOST_TO_ASK = 400, 50, 2000


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast the network plays: rows drawn per second, and training steps from one row to the next."""

    rows_per_second: float
    stride: int


SPEEDS: dict[str, Speed] = {
    "still": Speed(0.0, 1),
    "slow motion": Speed(0.2, 1),
    "1 step/s": Speed(0.9, 1),
    "10 steps/s": Speed(10.0, 1),
    "60 steps/s": Speed(60.0, 1),
    "240 steps/s": Speed(60.0, 4),
    "1,000 steps/s": Speed(60.0, 16),
    "as fast as it goes": Speed(60.0, 64),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the person wants it drawn; the ranges are fixed until a refit or a new start.

    edges: how many are drawn at most.
    """

    colour_by: str = "magnitude"
    speed: str = "60 steps/s"
    span: Range = UNIT_RANGE
    delta_span: Range = UNIT_RANGE
    edges: int = MOST_EDGES


def refit(look: Look, session: Session) -> Look:
    """The ranges that fit the step under the cursor."""
    step = session.step
    return replace(
        look,
        span=fitted(look.colour_by, step.layout, step.row),
        delta_span=fitted("magnitude", step.layout, step.row),
    )
