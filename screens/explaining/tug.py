"""Tug of war: which examples pull the selected parameter up, which down, and how much of that cancels."""

from __future__ import annotations

import streamlit as st

from core.explain import TugOfWar, tug_of_war
from screens.explaining.aspect import Subject
from screens.explaining.example import choose_example
from screens.panels import CONFIG, theme
from screens.view import rerun
from viz.explain import name_of
from viz.explain.tug import Bar, balance, bars_of, picture, reading_aid, tug_alt, tug_table

ORDERS = {"size": "largest first", "batch": "in batch order"}


def shares_of_examples(subject: Subject) -> None:
    """Bars, the balance, and the same as a table."""
    assert subject.parameter is not None
    program, step = subject.program, subject.step
    tug = tug_of_war(program, step, *subject.parameter)
    places = program.batches.indices(step.index).tolist()
    st.caption(f"How much of the gradient of {name_of(*subject.parameter)} is each example's doing.")
    bars = bars_of(tug, places, order() == "size", subject.view.reading.example)
    bar_chart(subject, tug, bars)
    for sentence in balance(tug):
        st.markdown(sentence)
    for sentence in reading_aid(program, tug):
        st.caption(sentence)
    with st.container(key="tug_table"):
        st.markdown(tug_table(program, tug, bars))


def order() -> str | None:
    """How the bars are sorted."""
    return st.segmented_control("order of the bars", list(ORDERS), default="size", key="tug_order", required=True,
                                format_func=ORDERS.__getitem__, on_change=rerun, args=("explanation",),
                                label_visibility="collapsed")  # fmt: skip


def bar_chart(subject: Subject, tug: TugOfWar, bars: list[Bar]) -> None:
    """The picture; a click on a bar chooses its example."""
    st.plotly_chart(picture(bars, subject.view.reading.example, theme()), key="tug_plot", config=CONFIG,
                    alt=tug_alt(tug, bars), on_select=on_bar, selection_mode="points")  # fmt: skip


def on_bar() -> None:
    """The example whose bar was clicked; bars of several examples and of penalties choose nothing."""
    points = st.session_state["tug_plot"].selection.points
    place = points[0].get("customdata") if points else None
    place = place[0] if isinstance(place, list) else place
    if place is not None and place >= 0:
        choose_example(int(place))
