"""Widgets that Python sets, and the echo of their old value.

Every request of the browser carries the values of all widgets. When Python has just set one, a request that was on its
way already (the stage asks for rows all the time) still carries the old value, and Streamlit takes that for a change by
hand. A "change" back to the value that was replaced less than a second ago is such an echo and is not acted on.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import streamlit as st

KEY = "replaced"
SECONDS = 1.0


def show(key: str, value: Any) -> None:
    """Let a widget show this value, and remember which one it replaced."""
    old = st.session_state.get(key)
    if key in st.session_state and old != value:
        st.session_state.setdefault(KEY, {})[key] = (old, monotonic())
    st.session_state[key] = value


def is_echo(key: str) -> bool:
    """Whether the value that a widget reports is the one Python replaced a moment ago."""
    old, when = st.session_state.get(KEY, {}).get(key, (None, -SECONDS))
    return monotonic() - when < SECONDS and st.session_state.get(key) == old
