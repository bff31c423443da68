"""A toy Streamlit page around the real stage and feed: play, pause, step and slow step; `?net=2-8-1` names the net."""

from __future__ import annotations

import streamlit as st

from tests.browser.stage_harness.toy import Toy
from tests.browser.stage_harness.wire import encode, headlines
from viz.stage.mount import feed, stage

st.set_page_config(layout="wide", page_title="stage harness")
state = st.session_state
if "toy" not in state:
    sizes = tuple(int(n) for n in st.query_params.get("net", "2-4-1").split("-"))
    state.toy = Toy(sizes)
    state.known = ""
    state.update(sequence=0, run=0, revision=0, playing=False, micro=False, cursor=0, selected="", log=[])
    state.rate = float(st.query_params.get("rate", "60"))
    state.rows = state.toy.rows(1)


def on_need(payload: dict) -> None:
    state.log.append(payload)
    state.known = payload["structure"]
    if payload["settled"]:
        state.cursor, state.micro = payload["drawn"], False
    elif state.playing:
        state.rows = state.toy.rows(max(60, int(state.rate)) if state.rate > 1 else 4)


def on_pick(payload: dict) -> None:
    state.selected = payload["selected"]


def play() -> None:
    state.playing, state.micro = True, False
    state.rows = state.toy.rows(60 if state.rate > 1 else 4)


def pause() -> None:
    state.playing = False


def step(micro: bool = False) -> None:
    state.playing, state.micro = False, micro
    state.rows = state.toy.rows(1)
    state.cursor = int(state.rows["step"][0])
    state.run += 1


@st.fragment(key="live")
def live() -> None:
    bar = st.container(horizontal=True)
    bar.button("Play", on_click=play)
    bar.button("Pause", on_click=pause)
    bar.button("Step", on_click=step)
    bar.button("Slow step", on_click=step, args=(True,))
    structure = state.toy.structure()
    state.sequence += 1
    data = encode(
        state.rows,
        sequence=state.sequence,
        session=state.setdefault("session", str(id(state.toy))),
        run=f"r{state.run}",
        structure=None if state.known == structure["id"] else structure,
        structure_id=structure["id"],
        playing=state.playing,
        cursor=state.cursor,
        micro=state.micro,
        speed={"rows_per_second": state.rate, "stride": 1},
        selected=state.selected,
        headlines=headlines(state.rows, 10),
    )
    feed(data, on_need=on_need, on_pick=on_pick)
    st.caption(f"selected {state.selected or 'nothing'} · cursor {state.cursor} · needs {len(state.log)}")


stage(height=440)
live()
