"""What the browser is sent next: from a session and what was sent before to one slice of bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import session as sessions
from core.history import History
from core.loss_curves import Losses
from core.session import Session
from viz.colour import QUANTITIES
from viz.header import Told, chosen, header_of, headlines
from viz.look import SPEEDS, Look, Speed
from viz.of_example import edges_of, whose
from viz.plane import answers
from viz.sketch.drawn import Drawn, drawn, is_sketched
from viz.slices import pack, segments
from viz.structure import structure

ANSWERS = 4
CHART_POINTS = 1500

Arrays = dict[str, NDArray[Any]]


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


def next_slice(
    session: Session, look: Look, sent: Sent, more: bool, name: str, told: Told | None = None
) -> tuple[Session, Sent]:
    """Train ahead if asked for `more`, and pack what the browser does not have yet.

    name: the person's session, so that a browser that reconnects knows whose numbers these are.
    """
    told = told or Told()
    if session.playing and (more or session.run != sent.run):
        session = trained_ahead(session, SPEEDS[look.speed])
    described, new_run = structure(session.program, look.edges), session.run != sent.run
    other = described["id"] != sent.structure
    steps, rows = unsent(session, -1 if new_run or other else sent.step)
    of = whose(session, told.example, QUANTITIES[look.colour_by])
    shown = edges_shown(session, look, rows, told.lit, of.row)
    header = header_of(session, look, told, name) | {
        "sequence": sent.sequence + 1,
        "structure": described if other else None,
        "structure_id": described["id"],
        "example": of.header(),
        "headlines": headlines(session, steps),
    }
    message = pack(header, arrays_of(session, steps, rows, shown, of.row) | curve_of(session, new_run))
    last = int(steps[-1]) if len(steps) else sent.step
    edges = sent.edges if shown is None or not len(rows) else tuple(shown.chosen.tolist())
    return session, Sent(sent.sequence + 1, session.run, described["id"], last, message, edges)


def arrays_of(
    session: Session, steps: NDArray[Any], rows: NDArray[Any], shown: Drawn | None, row: int | None
) -> Arrays:
    """The numbers of these rows, the losses measured at them, and what the network answers at a few of them."""
    losses = session.history.losses
    arrays = segments(session.program.layout, steps, rows, measured(losses, losses.test, steps), shown, row)
    arrays["validation_loss"] = measured(losses, losses.validation, steps)
    return arrays | answers(session.program, session.history, chosen(steps, ANSWERS))


def curve_of(session: Session, new_run: bool) -> Arrays:
    """With a new run, the losses up to the cursor."""
    return whole_curve(session.history, session.cursor) if new_run else {}


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


def whole_curve(history: History, until: int) -> Arrays:
    """The losses of the run so far, thinned for the chart."""
    losses = history.losses.until(until).thinned(CHART_POINTS)
    return {
        "history_step": losses.steps.astype(np.int32),
        "history_loss": losses.train,
        "history_test": losses.test,
        "history_validation": losses.validation,
    }
