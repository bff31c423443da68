"""Controls over the core's tables: a box to choose a rule, a field for a number of the spec, a rule's formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import floor, log10
from typing import Any, Protocol

import streamlit as st

from core import Spec
from core import session as sessions
from core.options import Options
from core.ranges import Whole
from screens.echo import by_hand, key_of
from screens.view import apply, redraw

# Where a long formula may go on in the next line.
BREAK = re.compile(r",\s*\\(?:quad|;)\s*")


class Rule(Protocol):
    """What every entry of a table says of itself."""

    label: str
    source: str
    about: str


def choice(label: str, name: str, table: dict[str, Any], changed: Callable[[str], Callable[[Spec], Spec]]) -> None:
    """A select box over one of the core's tables."""
    key = key_of(name)

    def on_change() -> None:
        change_spec(key, changed(st.session_state[key]))
        redraw()

    def named(entry: str) -> str:
        return getattr(table[entry], "label", entry)

    st.selectbox(label, list(table), format_func=named, key=key, on_change=on_change)


def change_spec(key: str, adjusted: Callable[[Spec], Spec]) -> None:
    """Go on with another spec, since the widget under `key` was changed; a refusal becomes a sentence.

    An emptied field is no wish: it shows the old value again.
    """
    if not by_hand(key) or st.session_state.get(key) is None:
        return
    apply(lambda session: sessions.change(session, adjusted(session.spec)))


def on_number(key: str, adjusted: Callable[[Spec, Any], Spec]) -> Callable[[], None]:
    """A callback that hands the number in a field to the spec."""

    def changed() -> None:
        change_spec(key, lambda spec: adjusted(spec, st.session_state[key]))
        redraw()

    return changed


def options(kind: str, known: Options, adjusted: Callable[[Spec, str, float], Spec]) -> None:
    """A field for each option of the chosen rule."""
    for name, option in known.items():
        whole = isinstance(option.limit, Whole)
        step = 1 if whole else 10.0 ** floor(log10(option.default / 2)) if option.default else 0.01
        key = key_of(f"{kind}_{name}")
        st.number_input(option.label, value=None, key=key, step=step, format="%d" if whole else "%.6g",
                        on_change=on_number(key, with_value(name, adjusted)))  # fmt: skip


def with_value(name: str, adjusted: Callable[[Spec, str, float], Spec]) -> Callable[[Spec, Any], Spec]:
    """Another value for this option."""
    return lambda spec, value: adjusted(spec, name, value)


def formula(rule: Rule, key: str, tex: str) -> None:
    """What a rule does in one sentence; its formula and where it comes from on demand."""
    st.caption(rule.about)
    with st.popover("Formula", key=f"formula_{key}", icon=":material/function:", width="stretch"):
        st.markdown(f"**{rule.label}**")
        st.latex(in_lines(tex))
        st.caption(rule.source)


def in_lines(tex: str) -> str:
    """A formula of several parts, one part below the other, so that it fits beside the network."""
    parts = BREAK.split(tex)
    return tex if len(parts) == 1 else r"\begin{gathered}" + r" \\ ".join(parts) + r"\end{gathered}"
