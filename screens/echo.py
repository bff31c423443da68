"""Widgets that Python sets, and the echo of their old value.

Every request of the browser carries the values of all widgets. When Python has just set one, a request that was on its
way already (the stage asks for rows all the time) still carries the old value, and Streamlit takes that for a change by
hand. A "change" back to a value that was replaced a moment ago is such an echo and is not acted on: otherwise a weight
would be set to the number it had some steps before.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import streamlit as st

KEY = "replaced"
SECONDS = 2.0


def show(key: str, value: Any) -> None:
    """Let a widget show this value, and remember which one it replaced."""
    if key in st.session_state and st.session_state[key] != value:
        st.session_state.setdefault(KEY, {})[key] = [*recent(key), (st.session_state[key], monotonic())]
    st.session_state[key] = value


def recent(key: str) -> list[tuple[Any, float]]:
    """The values of a widget that Python replaced a moment ago, and when."""
    replaced: list[tuple[Any, float]] = st.session_state.get(KEY, {}).get(key, [])
    return [(old, when) for old, when in replaced if monotonic() - when < SECONDS]


def is_echo(key: str) -> bool:
    """Whether the value that a widget reports is one that Python replaced a moment ago."""
    return any(st.session_state.get(key) == old for old, _ in recent(key))
