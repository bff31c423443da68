"""Whose numbers are explained: all of the batch together, or one training example."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import session as sessions
from core.program import Program
from core.session import Session
from core.whereabouts import forward_to, next_step_with
from screens.echo import by_hand, show
from screens.view import EVERYWHERE, View, current, put, rerun, steer
from viz.examples import described, name_of_example

# More examples than these are not listed; any other one is chosen by its number.
LISTED = 200
DIGITS = 9


def example_chooser(view: View) -> None:
    """A box with the examples of this step's batch first, and what to do where the chosen one is not among them."""
    program = view.session.history.program_at(view.session.cursor)
    count, chosen = len(program.examples.x), view.reading.example
    if count == 1:
        return
    if chosen is not None and chosen >= count:  # at this step of the past there were fewer
        chosen = None
    with st.container(horizontal=True, vertical_alignment="bottom", key="example_chooser"):
        key = show("example", text_of(program, chosen))
        st.selectbox("whose numbers", options(view.session, program, chosen), key=key, on_change=on_example,
                     args=(key,), accept_new_options=True,
                     help=f"Click a point in the chart, choose here, or type a number up to {count - 1:,}")  # fmt: skip
        if chosen is not None:
            st.button("All of the batch", key="all_examples", on_click=choose_example, args=(None,))
    if chosen is not None:
        whereabouts(view.session, chosen)


def options(session: Session, program: Program, chosen: int | None) -> list[str]:
    """All of the batch, then its rows in their order, then others; the chosen one is always there."""
    here = program.batches.indices(session.cursor).tolist()
    among = set(here)
    others = (place for place in range(len(program.examples.x)) if place not in among)
    listed = [*here, *(place for place, _ in zip(others, range(max(0, LISTED - len(here))), strict=False))][:LISTED]
    if chosen is not None and chosen not in listed:
        listed.append(chosen)
    return [text_of(program, None), *(text_of(program, place) for place in listed)]


def text_of(program: Program, place: int | None) -> str:
    """An option of the box."""
    if place is None:
        return "the batch" if program.batch == 1 else f"the batch: all {program.batch:,} examples together"
    return described(program.examples, program.spec.data.name, program.spec.data.answer, place)


def whereabouts(session: Session, example: int) -> None:
    """Which row of the batch the example has; where it has none, the way to the next step that reads it."""
    row, name = sessions.row_of(session, example), name_of_example(example)
    if row is not None:
        st.caption(f"{name.capitalize()} is row {row} of this step's batch, counted from 0.")
        return
    st.info(f"{name.capitalize()} is not in the batch of step {session.cursor:,}, so it has no part in this "
            "step's gradient. What follows is about the others.", icon=":material/person_search:")  # fmt: skip
    step = next_step_with(session, example)
    if step is not None and (session.fault is None or step <= session.fault.step):
        st.button(f"Go to step {step:,}, the next that reads it", key="next_with_example", on_click=on_next,
                  args=(step,))  # fmt: skip


def on_next(step: int) -> None:
    """Train on, at rest, up to the step that has the example in its batch."""
    steer(lambda session: forward_to(session, step))
    rerun(*EVERYWHERE)


def on_example(key: str) -> None:
    """Another choice in the box, or something typed."""
    if by_hand(key):
        choose_named(str(st.session_state[key]))


def choose_named(said: str) -> None:
    """An option of the box, or the number of an example."""
    program = current().session.program
    count, number = len(program.examples.x), said.partition(":")[0].removeprefix("example").strip()
    if said == text_of(program, None):
        choose_example(None)
    elif number.isascii() and number.isdigit() and len(number) <= DIGITS and int(number) < count:
        choose_example(int(number))
    else:
        refuse(f"{said[:40]!r} is no training example: expected a whole number from 0 to {count - 1:,}.")


def refuse(sentence: str) -> None:
    """Say why nothing was chosen."""
    put(replace(current(), refusal=sentence))
    rerun("notices", "explanation")


def choose_example(place: int | None) -> None:
    """The stage, the chart and the card go over to this example; what was lit goes dark."""
    view = current()
    again = replace(view.sent, step=min(view.sent.step, view.session.cursor - 1))  # also the rows that wait there
    reading = replace(view.reading, example=place, lit=None)
    put(replace(view, reading=reading, sent=again if view.session.playing else view.sent, fresh=True, refusal=""))
    rerun("live", "notices", "explanation")
