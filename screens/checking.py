"""When the gradient is compared with the loss: at rest for as long as a frame may take, in passing while it plays."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.checking import Checked, begin, further
from core.session import Session
from viz.explain import in_short, parameter_of, what_was_done

if TYPE_CHECKING:
    from screens.view import View

AT_REST, IN_PASSING = 0.02, 0.002
# While a slider is dragged, steps follow each other so fast, and are checked in passing too.
HURRY = 0.5


def looked(view: View, at_rest: bool) -> View:
    """The view after some more of the gradient was compared: that of the cursor, or while it plays of a row sent."""
    session, now = view.session, perf_counter()
    if not at_rest:
        passing = session.playing and view.sent.run == session.run
        return compared(view, view.sent.step, IN_PASSING) if passing else view
    seconds = IN_PASSING if now - view.looked < HURRY else AT_REST
    return replace(compared(view, session.cursor, seconds), looked=now)


def compared(view: View, index: int, seconds: float) -> View:
    """More of the gradient of this step, which must still be in memory while the network plays."""
    session = view.session
    if session.playing and session.history.recorded(index) is None:
        return view
    program, step = session.history.program_at(index), session.history.step(index)
    known = view.checked if is_of(view.checked, session, index) else None
    selected = parameter_of(program.layout, session.selected)
    checked = further(known or begin(program, step, session.run), program, step, selected, seconds)
    return replace(view, checked=checked)


def is_of(checked: Checked | None, session: Session, index: int) -> bool:
    """Whether this is about that step of this run."""
    return checked is not None and (checked.run, checked.step) == (session.run, index)


def for_stage(view: View) -> dict[str, Any] | None:
    """What the stage says of it; nothing of another run."""
    checked = view.checked
    if checked is None or checked.run != view.session.run:
        return None
    return {
        "run": f"{view.name}-{checked.run}",
        "step": checked.step,
        "count": checked.count,
        "of": checked.of,
        "worst": checked.worst,
        "verdict": checked.verdict,
        "short": in_short(checked),
        "note": what_was_done(checked),
    }
