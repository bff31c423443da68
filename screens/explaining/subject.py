"""From the selection to what is explained of it."""

from __future__ import annotations

from core import session as sessions
from screens.explaining.aspect import Subject
from screens.view import View
from viz.explain import number_of, parameter_of, trail_of


def subject_of(view: View) -> Subject | None:
    """What is selected, or the number on the way from there to the loss; None where it has no adjoint."""
    session, reading = view.session, view.reading
    program = session.history.program_at(session.cursor)
    row = sessions.row_of(session, reading.example)
    trail = trail_of(program.layout, session.selected, reading.trail, row or 0)
    number = number_of(program.layout, trail[-1]) if trail else None
    if number is None:
        return None
    return Subject(view, program, session.step, trail, number, parameter_of(program.layout, session.selected), row)
