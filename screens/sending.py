"""What goes to the browser next: the numbers it does not have, and what else it is told."""

from __future__ import annotations

from dataclasses import replace

from screens.checking import for_stage, looked
from screens.reading import example_shown, lit_now
from screens.view import View, at_rest, current, put, settling
from viz.header import Told
from viz.live import next_slice


def message() -> bytes:
    """The slice for the browser; the same as last time when nothing has changed since."""
    view = current()
    if not view.fresh:
        return view.sent.message
    view = looked(view, at_rest(view))
    session, sent = next_slice(view.session, view.look, view.sent, view.more, view.name, told(view))
    put(replace(view, session=session, sent=sent, fresh=False, more=False, micro=False))
    return sent.message


def told(view: View) -> Told:
    """What the stage hears beside the numbers."""
    lit = lit_now(view.reading.lit, view.session)
    return Told(
        view.micro,
        settling(view),
        {} if lit is None else lit.header(),
        for_stage(view),
        example_shown(view.reading, view.session),
        {"answered": view.answered, "asked": view.asked},
    )
