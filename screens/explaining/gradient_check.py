"""Backprop beside a difference of the loss: for one h with all digits, for every h as a curve, for all parameters."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.checking import LARGEST, SMALLEST, ErrorCurve, error_curve, tensors
from screens.explaining.aspect import Subject
from screens.explaining.owned import can_be_compared, owned
from screens.panels import CONFIG, theme
from screens.view import at_rest, current, put, rerun
from viz.explain import (
    decimal,
    difference_formula,
    error_alt,
    error_figure,
    error_sentences,
    error_table,
    name_of,
    tensors_table,
)

FIRST = -4
SECONDS = 1.0


def gradient_check(subject: Subject) -> None:
    """The central difference of the selected parameter, then all of them."""
    place = owned(subject)
    if place is None or not can_be_compared(subject):
        return
    curve = error_curve(subject.program, subject.step, place)
    exponent = st.select_slider("h", range(SMALLEST, LARGEST + 1), FIRST, key="check_h", format_func=power,
                                on_change=rerun, args=("explanation",))  # fmt: skip
    compared(curve, exponent, name_of(*place))
    all_parameters()


def power(exponent: int) -> str:
    """1e-4."""
    return f"1e{exponent}"


def compared(curve: ErrorCurve, exponent: int, name: str) -> None:
    """One h in full, and the V."""
    st.caption(
        f"w is {name} = {decimal(curve.weight)}; L is the loss of this step's batch, all other weights as they are."
    )
    st.latex(difference_formula(curve, exponent))
    st.caption(" ".join(error_sentences(curve, exponent)))
    st.plotly_chart(error_figure(curve, exponent, theme()), key="check_plot", config=CONFIG, alt=error_alt(curve))
    with st.container(key="check_table"):
        st.markdown(error_table(curve, exponent))


def all_parameters() -> None:
    """Every tensor, when asked for."""
    session = current().session
    st.button("Check all parameters", key="check_all", icon=":material/rule:", on_click=on_all,
              help="As many as a second allows, the largest of each tensor first")  # fmt: skip
    found = current().tensors
    if found is not None and found.of == (session.run, session.cursor):
        with st.container(key="tensors_table"):
            st.markdown(tensors_table(found))


def on_all() -> None:
    """Compare as many as can be waited for."""
    view = current()
    session = view.session
    if at_rest(view):
        program = session.history.program_at(session.cursor)
        put(replace(view, tensors=tensors(program, session.step, session.run, SECONDS)))
    rerun("explanation")
