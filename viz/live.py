"""What the browser is sent next: from a session and what was sent before to one slice of bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import session as sessions
from core.history import History
from core.loss_curves import Losses
from core.narrate import headline
from core.session import Session
from viz.colour import QUANTITIES, Range, fitted
from viz.of_example import edges_of, whose
from viz.plane import answers
from viz.sketch.drawn import Drawn, drawn, is_sketched
from viz.slices import pack, segments
from viz.structure import structure

HEADLINES = 4
ANSWERS = 4
CHART_POINTS = 1500
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
class Sent:
    """What the browser has: the number of the last slice, of which run and structure, and up to which step.

    edges: the numbers of the edges that are drawn, where these are not all.
    """

    sequence: int = 0
    run: int = -1
    structure: str = ""
    step: int = -1
    message: bytes = b""
    edges: tuple[int, ...] = ()


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


def next_slice(
    session: Session,
    look: Look,
    sent: Sent,
    more: bool,
    micro: bool,
    name: str,
    settling: bool = False,
    lit: dict[str, Any] | None = None,
    check: dict[str, Any] | None = None,
    example: int | None = None,
    more_header: dict[str, Any] | None = None,
) -> tuple[Session, Sent]:
    """Train ahead if asked for `more`, and pack what the browser does not have yet.

    name: the person's session, so that a browser that reconnects knows whose numbers these are;
    settling: the stage is to tell on which step it has come to rest;  lit: what an explanation lights on the stage;
    check: how far a gradient was compared with the loss;  example: the training example whose numbers are to stand on
    the nodes;  more_header: what else the stage is told.
    """
    new_run = session.run != sent.run
    if session.playing and (more or new_run):
        session = trained_ahead(session, SPEEDS[look.speed])
        new_run = session.run != sent.run
    described = structure(session.program, look.edges)
    other = described["id"] != sent.structure
    steps, rows = unsent(session, -1 if new_run or other else sent.step)
    last = int(steps[-1]) if len(steps) else sent.step
    losses = session.history.losses
    of = whose(session, example, QUANTITIES[look.colour_by])
    shown = edges_shown(session, look, rows, lit or {}, of.row)
    arrays = segments(session.program.layout, steps, rows, measured(losses, losses.test, steps), shown, of.row)
    arrays["validation_loss"] = measured(losses, losses.validation, steps)
    if new_run:
        arrays |= whole_curve(session.history, session.cursor)
    arrays |= answers(session.program, session.history, chosen(steps, ANSWERS))
    header = {
        "session": name,
        "sequence": sent.sequence + 1,
        "run": f"{name}-{session.run}",
        "revision": session.revision,
        "structure": described if other else None,
        "structure_id": described["id"],
        "playing": session.playing,
        "cursor": session.cursor,
        "micro": micro,
        "settling": settling,
        "speed": {"rows_per_second": SPEEDS[look.speed].rows_per_second, "stride": SPEEDS[look.speed].stride},
        "colour": colour_header(look),
        "selected": session.selected,
        "lit": lit or None,
        "check": check,
        "example": of.header(),
        "headlines": headlines(session, steps),
        "fault": str(session.fault) if session.fault else None,
        "stopped": session.stopped is not None,
        **(more_header or {}),
    }
    message = pack(header, arrays)
    edges = sent.edges if shown is None or not len(rows) else tuple(shown.chosen.tolist())
    return session, Sent(sent.sequence + 1, session.run, described["id"], last, message, edges)


def edges_shown(
    session: Session, look: Look, rows: NDArray[Any], lit: dict[str, Any], row: int | None = None
) -> Drawn | None:
    """The edges that travel with these rows; None where all parameters do."""
    layout = session.program.layout
    if not is_sketched(layout, look.edges):
        return None
    parts = (*lit.get("parts", ()), *lit.get("soft", ()))
    return drawn(layout, rows, edges_of(QUANTITIES[look.colour_by], row), look.edges, session.selected, parts)


def trained_ahead(session: Session, speed: Speed) -> Session:
    """About a second of rows behind what is recorded already, and no more than are kept until they are sent."""
    count = max(2, round(speed.rows_per_second)) if speed.rows_per_second else 0
    return sessions.recorded(session, min(count, sessions.most_rows(session.program.layout)), speed.stride)


def unsent(session: Session, after: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Steps and rows the browser needs: those behind `after` while playing, the cursor's alone at rest."""
    if not session.playing:
        step = session.step
        return np.array([step.index]), step.row[None]
    first = max(after + 1, session.cursor)
    wanted = [chunk for chunk in session.history.chunks if chunk.steps[-1] >= first]
    if not wanted:
        return led_by_cursor(session, first, np.empty(0, np.int64), np.empty((0, session.program.layout.size)))
    begin = int(np.searchsorted(wanted[0].steps, first))
    steps = [wanted[0].steps[begin:], *(chunk.steps for chunk in wanted[1:])]
    rows = [wanted[0].rows[begin:], *(chunk.rows for chunk in wanted[1:])]
    if len(wanted) == 1:  # rows of a large network are not copied without need
        return led_by_cursor(session, first, steps[0], rows[0])
    return led_by_cursor(session, first, np.concatenate(steps), np.concatenate(rows))


def led_by_cursor(
    session: Session, first: int, steps: NDArray[Any], rows: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The rows with that of the cursor first: a run begins there, even where memory was too short to keep its row."""
    if first != session.cursor or (len(steps) and steps[0] == first):
        return steps, rows
    step = session.step
    return np.concatenate([[step.index], steps]), np.concatenate([step.row[None], rows])


def measured(losses: Losses, curve: NDArray[Any], steps: NDArray[Any]) -> NDArray[Any]:
    """One of the curves at these steps; NaN where nothing was measured."""
    places = np.minimum(np.searchsorted(losses.steps, steps), len(losses.steps) - 1)
    return np.where(losses.steps[places] == steps, curve[places], np.nan)


def whole_curve(history: History, until: int) -> dict[str, NDArray[Any]]:
    """The losses of the run so far, thinned for the chart."""
    losses = history.losses.until(until).thinned(CHART_POINTS)
    return {
        "history_step": losses.steps.astype(np.int32),
        "history_loss": losses.train,
        "history_test": losses.test,
        "history_validation": losses.validation,
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
