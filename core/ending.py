"""How the rows of a run end: at a fault, or at a stop condition, which can be played past."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.held_out import held_out_losses
from core.history import History
from core.program import Recording
from core.spec import Spec
from core.stops import Seen, Stopped, first_stop

if TYPE_CHECKING:
    from core.session import Session


def extended(session: Session, recording: Recording) -> Session:
    """The session with these rows, which end at the first step that meets a stop condition."""
    history = session.history.extended(recording, *held_out_losses(session.program, recording.rows))
    stopped = stop_among(session, recording, history)
    if stopped is None or (recording.fault is not None and stopped.step >= recording.fault.step):
        return replace(session, history=history, fault=recording.fault)
    ended = history if stopped.step == history.last else history.cut_after(stopped.step)
    return replace(session, history=ended, stopped=stopped)


def stop_among(session: Session, recording: Recording, history: History) -> Stopped | None:
    """The condition that these rows met first, of those that were not played past; `history` holds the rows already."""
    spent = {one.name for one in session.passed}
    stops = [stop for stop in session.spec.stops if stop.name not in spent]
    if not stops:
        return None
    after = session.history.last if len(session.history.losses.steps) else int(recording.steps[0]) - 1
    seen = Seen(session.program, after, recording.steps, recording.rows, history.comparable())
    return first_stop(stops, seen)


def past_stop(session: Session) -> Session:
    """At the step where the run stopped: its condition counts no longer."""
    if session.stopped is None or session.cursor < session.stopped.step:
        return session
    return replace(session, stopped=None, passed=(*session.passed, session.stopped))


def rewound(session: Session, step: int) -> Session:
    """What ended the run or was played past at this step or later is forgotten: it is trained again."""
    return replace(session, fault=None, stopped=None, passed=tuple(one for one in session.passed if one.step < step))


def rearmed(session: Session, spec: Spec) -> Session:
    """A stop condition that was given another value counts again."""
    kept = tuple(one for one in session.passed if spec.stop(one.name) == session.spec.stop(one.name))
    return replace(session, passed=kept)
