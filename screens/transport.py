"""The transport bar, pinned to the bottom: restart, back, play, step, new weights, speed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import session as sessions
from core.session import Session
from screens.view import EVERYWHERE, apply, current, halt, look_differently, play, rerun, walk
from viz.look import SPEEDS


@st.fragment(key="transport")
def transport() -> None:
    """Buttons with keys: Home, Left, Space, Right."""
    session = current().session
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="transport_bar"):
        st.button("Restart", key="reset", icon=":material/first_page:", shortcut="Home", on_click=on_restart,
                  help="Back to step 0 with the same weights")  # fmt: skip
        st.button("Back", key="back", icon=":material/chevron_left:", shortcut="Left", on_click=on_back,
                  help="One training step back")  # fmt: skip
        label, icon = ("Pause", "pause") if session.playing else ("Play", "play_arrow")
        st.button(label, key="play", icon=f":material/{icon}:", shortcut="Space", on_click=on_play)
        st.button("Step", key="step", icon=":material/chevron_right:", shortcut="Right", on_click=on_step,
                  help="One training step: forward, loss, backward, update")  # fmt: skip
        st.button("New weights", key="reseed", icon=":material/casino:", on_click=on_reseed,
                  help="Start again from the next seed")  # fmt: skip
        st.select_slider("speed", list(SPEEDS), current().look.speed, key="speed", on_change=on_speed, width=220,
                         label_visibility="collapsed")  # fmt: skip


def on_play() -> None:
    """Play or pause."""
    if current().session.playing:
        halt()
    else:
        play()
    rerun(*EVERYWHERE)


def on_step() -> None:
    """One training step, played slowly."""
    walk(1)
    rerun(*EVERYWHERE)


def on_back() -> None:
    """One training step back."""
    walk(-1)
    rerun(*EVERYWHERE)


def on_restart() -> None:
    """The same weights again."""
    apply(sessions.restart)
    rerun(*EVERYWHERE)


def on_reseed() -> None:
    """Other weights: the seed in the side bar changes too, so the whole page is drawn again."""
    apply(sessions.reseed)
    st.rerun()


def on_speed() -> None:
    """Faster or slower from now on; what was trained ahead at another stride is trained again."""
    look_differently(lambda look: replace(look, speed=st.session_state["speed"]))
    apply(at_this_speed, more=True)
    rerun("live")


def at_this_speed(session: Session) -> Session:
    """While playing, the rows ahead are forgotten."""
    return sessions.ready_to_extend(session) if session.playing else session
