"""The card under the stage in which every number is explained, at rest only."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from screens.badge import badge
from screens.explaining import ASPECTS
from screens.explaining.example import example_chooser
from screens.explaining.subject import subject_of
from screens.view import current, put, rerun, settling

ROUNDED = (
    "Numbers are computed with 16 digits and shown with nine decimals at most, or nine digits where they are very "
    "small or large: so the last digit of a sum or product may seem to be off."
)


@st.fragment(key="explanation")
def explanation() -> None:
    """One aspect of what is selected, chosen among those that fit it."""
    view = current()
    with st.expander("Every number explained", key="explanation_card", on_change=on_card) as expander:
        if not expander.open:
            return
        if view.session.playing or settling(view):
            st.caption("Pause to see where a number of the step comes from.")
            return
        example_chooser(view)
        subject = subject_of(view)
        if subject is None:
            st.caption(what_to_select(view.session.selected))
            return
        fitting = [name for name, aspect in ASPECTS.items() if aspect.fits(subject)]
        aspect = ASPECTS[chosen(fitting, view.reading.aspect)]
        with st.container(horizontal=True, vertical_alignment="center", key="explanation_head"):
            st.caption(f"Step {view.session.cursor:,}. {aspect.about}", width="content")
            badge()
        with st.container(key="explanation_lights" if aspect.lights else "explanation_aspect"):
            aspect.draw(subject)
            st.caption(ROUNDED)


def what_to_select(selected: str) -> str:
    """Why nothing is explained, and what can be."""
    given = f"{selected} is given and not computed, so no derivative of it is recorded. " if selected else ""
    return f"{given}Select a weight, a bias or a unit: on the stage, or in the box beside it."


def chosen(fitting: list[str], wanted: str) -> str:
    """The aspect that is asked for, or the first where it does not fit what is selected."""
    shown = wanted if wanted in fitting else fitting[0]
    key = f"aspect_{'_'.join(fitting)}"
    return st.segmented_control("explanation", fitting, default=shown, key=key, required=True, on_change=on_aspect,
                                args=(key,), format_func=label, label_visibility="collapsed")  # fmt: skip


def label(name: str) -> str:
    """What an aspect is called."""
    return ASPECTS[name].label


def on_card() -> None:
    """Opened, or closed: then what is lit goes dark too."""
    view = current()
    if view.reading.lit is None or st.session_state["explanation_card"]:
        rerun("explanation")
        return
    put(replace(view, reading=replace(view.reading, lit=None), fresh=True))
    rerun("live", "explanation")


def on_aspect(key: str) -> None:
    """Another aspect; what the last one lit goes dark."""
    view = current()
    put(replace(view, reading=replace(view.reading, aspect=st.session_state[key], lit=None), fresh=True))
    rerun("live", "explanation")
