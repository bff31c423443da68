"""What a slice says beside its numbers: a small header in JSON (docs/stage.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.narrate import headline
from core.session import Session
from viz.colour import QUANTITIES
from viz.look import SPEEDS, Look

HEADLINES = 4

Header = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the stage is told of the person, with the numbers.

    micro: the row of the cursor is played slowly;  settling: it is to tell on which step it has come to rest;
    lit: what an explanation lights;  check: how far a gradient was compared with the loss;  example: the training
    example whose numbers are to stand on the nodes;  more: anything else.
    """

    micro: bool = False
    settling: bool = False
    lit: Header = field(default_factory=dict)
    check: Header | None = None
    example: int | None = None
    more: Header = field(default_factory=dict)


def header_of(session: Session, look: Look, told: Told, name: str) -> Header:
    """Of the session and of the person; name: the person's session."""
    speed, stopped = SPEEDS[look.speed], session.stopped is not None
    return {
        "session": name,
        "run": f"{name}-{session.run}",
        "revision": session.revision,
        "playing": session.playing,
        "cursor": session.cursor,
        "micro": told.micro,
        "settling": told.settling,
        "speed": {"rows_per_second": speed.rows_per_second, "stride": speed.stride},
        "colour": colour_header(look),
        "selected": session.selected,
        "lit": told.lit or None,
        "check": told.check,
        "fault": str(session.fault) if session.fault else None,
        "stopped": stopped,
        **told.more,
    }


def headlines(session: Session, steps: NDArray[Any]) -> list[tuple[int, str, str]]:
    """What to say about a few of the steps that are sent, the first and the last among them."""
    told = (headline(session.history.step(step), session.history.losses) for step in chosen(steps, HEADLINES))
    return [(one.step, one.trend, one.sentence) for one in told]


def chosen(steps: NDArray[Any], most: int) -> list[int]:
    """A few of the steps, evenly, the first and the last among them."""
    if not len(steps):
        return []
    return sorted({int(steps[round(place)]) for place in np.linspace(0, len(steps) - 1, most)})


def colour_header(look: Look) -> dict[str, Any]:
    """The scale that the legend shows."""
    quantity = QUANTITIES[look.colour_by]
    return {
        "by": look.colour_by,
        "low": look.span.low,
        "high": look.span.high,
        "title": quantity.title,
        "label": quantity.label,
        "delta": [look.delta_span.low, look.delta_span.high],
    }
