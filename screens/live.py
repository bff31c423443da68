"""The live fragment: hands slices to the stage and hears what it asks; it runs once per slice and ticks for nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from core import session as sessions
from screens.explaining.example import choose_example
from screens.sending import message
from screens.view import EVERYWHERE, apply, current, fit_colours, put, rerun, run_shown, select, walk
from viz.stage.mount import feed


@st.fragment(key="live")
def live() -> None:
    """Send what the browser does not have yet."""
    feed(message(), on_need=on_need, on_pick=on_pick, on_refit=on_refit, on_example=on_example)
    if current().whole:
        st.rerun()


def on_need(payload: dict[str, Any]) -> None:
    """The stage's queue runs low, or it has come to rest on a step that Python did not know of.

    While a slice is on its way to the browser no other one follows: of two at once the browser may see only the last.
    """
    if not is_late(payload) and heard(payload) >= current().sent.sequence:
        resend(payload)
        drawn(payload)
        if payload.get("settled"):
            come_to_rest()
            rerun(*EVERYWHERE)
        elif current().session.playing:
            put(replace(current(), more=True, fresh=True))  # a refusal that nobody has read yet stays
    rerun("live")


def resend(payload: dict[str, Any]) -> None:
    """A stage that has another structure than it was sent gets everything again."""
    view = current()
    if payload.get("structure") != view.sent.structure:
        put(replace(view, sent=replace(view.sent, structure="", run=-1), fresh=True))


def come_to_rest() -> None:
    """The stage has said where it stands: the steps that waited for that are made now."""
    apply(sessions.pause)
    owed = current().owed
    put(replace(current(), settling=-1, owed=0))
    walk(owed)


def on_pick(payload: dict[str, Any]) -> None:
    """An edge, a neuron or a bias was clicked, or nothing."""
    drawn(payload)
    put(replace(current(), answered=number_in(payload, "n")))
    select(str(payload.get("selected") or ""))
    rerun("live", "inspector", "notices", "explanation", "panels")


def on_example(payload: dict[str, Any]) -> None:
    """A training example was clicked in the chart, or the chosen one once more."""
    drawn(payload)
    place, count = payload.get("example"), len(current().session.program.examples.x)
    choose_example(place if isinstance(place, int) and 0 <= place < count else None)


def on_refit(payload: dict[str, Any]) -> None:
    """Fit the colours to the step on the screen."""
    drawn(payload)
    fit_colours()
    rerun("live")


def drawn(payload: dict[str, Any]) -> None:
    """The step that the request says is on the screen becomes the cursor, if it is a step of this run."""
    step, view = payload.get("drawn"), current()
    if isinstance(step, int) and payload.get("run") == run_shown() and not is_late(payload):
        put(replace(view, session=sessions.looked_at(view.session, step)))


def is_late(payload: dict[str, Any]) -> bool:
    """Whether the browser asked before it knew where Python has moved to: a pause, a step, a new start."""
    return heard(payload) < current().moved


def heard(payload: dict[str, Any]) -> int:
    """The number of the last slice that the stage had taken when it asked."""
    return number_in(payload, "heard")


def number_in(payload: dict[str, Any], name: str) -> int:
    """A number of a request; 0 where there is none."""
    number = payload.get(name)
    return number if isinstance(number, int) else 0
