"""Widgets that Python sets, and the echo of their old value.

Every request of the browser carries the values of all widgets. When Python has just set one, a request that was on its
way already (the stage asks for rows all the time) still carries the old value, and Streamlit takes that for a change by
hand. A "change" back to a value that was replaced less than a second ago is such an echo and is not acted on: else a
weight would fall back to the number it had some steps before.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import streamlit as st

KEY = "replaced"
SECONDS, LONGEST = 1.0, 10.0

Replaced = tuple[Any, float]


def show(key: str, value: Any) -> None:
    """Let a widget show this value, and remember which one it replaced."""
    if key in st.session_state and st.session_state[key] != value:
        replaced()[key] = [*recent(key, LONGEST), (st.session_state[key], monotonic())]
    st.session_state[key] = value


def is_echo(key: str, seconds: float = SECONDS) -> bool:
    """Whether the value that a widget reports is one that Python replaced a moment ago; any other is the hand's."""
    if any(st.session_state.get(key) == old for old, _ in recent(key, seconds)):
        return True
    replaced().pop(key, None)  # the hand has spoken: it may choose any value next
    return False


def recent(key: str, seconds: float) -> list[Replaced]:
    """The values of a widget that Python replaced in the last seconds."""
    return [(old, when) for old, when in replaced().get(key, []) if monotonic() - when < seconds]


def replaced() -> dict[str, list[Replaced]]:
    """By widget, what it showed before, and until when."""
    kept: dict[str, list[Replaced]] = st.session_state.setdefault(KEY, {})
    return kept
