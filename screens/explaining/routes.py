"""Routes: the gradient of a number as a sum over ways to the loss; one of them is lit on the stage."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from core.explain.routes import Ledger, path_ledger
from screens.echo import by_hand, show
from screens.explaining.aspect import Subject
from screens.explaining.notation import notation_switch
from screens.reading import Lit, lit_now
from screens.view import current, put, rerun
from viz.examples import name_of_example
from viz.explain.parts import lit_along, place_at
from viz.explain.routes import balance, heading, how_many, ledger_table, route_equation, route_text, way_text

NONE = -1


def routes_to_the_loss(subject: Subject) -> None:
    """The ledger, the choice of a route, and its product."""
    program, step = subject.program, subject.step
    found = path_ledger(program, step, *subject.number, partial(place_at, program), subject.row)
    examples = program.batches.indices(step.index).tolist()
    st.caption(heading(found, name_of_example(subject.view.reading.example or 0)))
    with st.container(key="ledger_table"):
        st.markdown(ledger_table(found, examples))
    st.caption(balance(found))
    for sentence in how_many(program, found):
        st.caption(sentence)
    if found.routes:
        chosen_route(subject, found, examples)


def chosen_route(subject: Subject, found: Ledger, examples: list[int]) -> None:
    """A list to walk through by keyboard; the product of the chosen route is written out."""
    names = [way_text(found, route, examples) for route in found.routes]
    notes = [route_text(found, route, examples) for route in found.routes]
    parts = [lit_along(subject.program, route.hops) for route in found.routes]
    chosen = lit_route(subject, notes)
    key = show("route", chosen)
    st.radio("light a route on the stage", [NONE, *range(len(names))], key=key, on_change=on_route,
             args=(key, notes, parts),
             format_func=lambda rank: "none" if rank == NONE else f"{rank + 1}. {names[rank]}")  # fmt: skip
    if chosen == NONE:
        return
    notation = notation_switch(subject.view.reading.notation)
    st.latex(route_equation(subject.program, found, found.routes[chosen], chosen + 1, notation))


def lit_route(subject: Subject, notes: list[str]) -> int:
    """Which route is lit already."""
    lit = lit_now(subject.view.reading.lit, subject.view.session)
    return notes.index(lit.note) if lit is not None and lit.note in notes else NONE


def on_route(key: str, notes: list[str], parts: list[tuple[str, ...]]) -> None:
    """Light the chosen route on the stage, or none; a late word names a route of another list, and none of this one."""
    view, rank = current(), st.session_state[key]
    if not by_hand(key) or rank not in range(NONE, len(parts)):
        return
    here = view.session.run, view.session.cursor
    lit = None if rank == NONE else Lit(parts[rank], notes[rank], here)
    put(replace(view, reading=replace(view.reading, lit=lit), fresh=True))
    rerun("live", "explanation")
