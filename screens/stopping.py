"""When the run stops by itself: a field for each condition; an empty one is off."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import Spec
from core import session as sessions
from core.ranges import Whole
from core.spec import adjust
from core.stops import STOPS, StopRule
from screens.echo import by_hand, show
from screens.view import apply, redraw


def stopping(spec: Spec) -> None:
    """Every condition, and the part of the examples that early stopping watches."""
    for name, rule in STOPS.items():
        condition(spec, name, rule)


def condition(spec: Spec, name: str, rule: StopRule) -> None:
    """One condition; emptied, it is taken off."""
    whole, key = isinstance(rule.limit, Whole), show(f"stop_{name}", spec.stop(name))
    st.number_input(rule.label, value=None, key=key, step=int(rule.step) if whole else rule.step,
                    format="%d" if whole else "%.6g", placeholder="never", help=f"Stop when {rule.about}.",
                    on_change=on_condition(key, name))  # fmt: skip


def on_condition(key: str, name: str) -> Callable[[], None]:
    """Another value, or none."""

    def changed() -> None:
        if by_hand(key):
            value = st.session_state[key]
            apply(lambda session: sessions.change(session, adjust.with_stop(session.spec, name, value)))
            redraw()

    return changed
