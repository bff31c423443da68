"""The truth badge of a gradient view: is what is shown here the slope of the loss?"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from screens.checking import is_of, looked
from screens.view import at_rest, current, put
from viz.explain import in_short, what_was_done

ICONS = {"agrees": ":material/check_circle:", "differs": ":material/cancel:"}
COLOURS: dict[str, Literal["green", "red"]] = {"agrees": "green", "differs": "red"}


def badge() -> None:
    """Green or red for the step on the screen, grey while that is another one than was checked."""
    view = current()
    if at_rest(view) and not is_of(view.checked, view.session, view.session.cursor):
        view = looked(view, at_rest=True)
        put(view)
    checked = view.checked
    if checked is None or checked.run != view.session.run:
        st.badge("not checked yet" if at_rest(view) else "pause to check", icon=":material/pending:", color="gray")
    elif not at_rest(view):
        st.badge(f"checked at step {checked.step:,}", icon=":material/pending:", color="gray",
                 help=f"This is another step. {what_was_done(checked)}")  # fmt: skip
    else:
        verdict = checked.verdict
        st.badge(in_short(checked), icon=ICONS.get(verdict, ":material/remove:"), color=COLOURS.get(verdict, "gray"),
                 help=what_was_done(checked))  # fmt: skip
