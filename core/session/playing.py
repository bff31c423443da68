"""Playing, pausing, and going to a step of the past."""

from __future__ import annotations

from dataclasses import replace

from core.ending import past_stop
from core.errors import BackflowError
from core.session.looking import best_step
from core.session.recording import recorded
from core.session.session import Session


def play(session: Session) -> Session:
    """Run on from the cursor, past the condition that stopped the run there."""
    session = past_stop(session)
    return replace(session, playing=session.fault is None or session.cursor < session.fault.step)


def pause(session: Session) -> Session:
    """Stop where the screen is."""
    return replace(session, playing=False)


def looked_at(session: Session, drawn: int) -> Session:
    """The screen has drawn this step: it becomes the cursor (when it is part of this run)."""
    first, last = session.history.origin.step, session.history.last
    return replace(session, cursor=drawn) if first <= drawn <= last else session


def step_forward(session: Session) -> Session:
    """One training step on; a step that was recorded already is shown again."""
    wanted, session = session.cursor + 1, past_stop(session)
    if session.fault is not None and session.cursor >= session.fault.step:
        return replace(session, playing=False)
    if wanted <= session.history.last:
        return replace(session, cursor=wanted, playing=False)
    return replace(recorded(session, 1), cursor=wanted, playing=False)


def step_back(session: Session) -> Session:
    """One training step back, exactly as it was."""
    return replace(session, cursor=max(session.cursor - 1, session.history.origin.step), playing=False)


def go_to(session: Session, step: int) -> Session:
    """Show another step of the past."""
    return replace(session, cursor=min(max(step, session.history.origin.step), session.history.last), playing=False)


def go_to_best(session: Session) -> Session:
    """Show the step whose validation loss is smallest."""
    best = best_step(session)
    if best is None:
        raise BackflowError(
            "There is no best step yet, for no validation loss was measured: "
            "expected a part of the examples held out for validation, and some training."
        )
    return go_to(session, best)
