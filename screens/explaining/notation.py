"""The switch between ways to write the same numbers, at the head of what shows formulas."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from screens.view import current, put, rerun
from viz.explain import NOTATIONS

KEY = "notation"


def notation_switch(wanted: str) -> str:
    """The notation in which formulas are written from here on."""
    shown: str = st.segmented_control("notation", list(NOTATIONS), default=wanted, key=KEY, required=True,
                                      on_change=on_notation, format_func=label)  # fmt: skip
    return shown


def label(name: str) -> str:
    """What a notation is called."""
    return NOTATIONS[name].label


def on_notation() -> None:
    """The same numbers, written in another way."""
    view = current()
    put(replace(view, reading=replace(view.reading, notation=st.session_state[KEY])))
    rerun("explanation")
