"""The step product by product: forward, loss, backward, update, as fine as one likes; the stage shows the moment."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.explain.walk import GRANULARITIES, Case, MicroStep, Walk, micro_step, walk_of
from screens.echo import by_hand, show
from screens.explaining.aspect import Subject
from screens.explaining.notation import notation_switch
from screens.explaining.subject import subject_of
from screens.reading import Lit, Walked
from screens.view import current, put, rerun
from viz.explain.walking import (
    example_sentence,
    formula,
    headline,
    known,
    landmarks,
    products,
    progress,
    rule_of,
    scene,
    start_for,
    total_sentence,
)

LABELS = {"phase": "Phase", "layer": "Layer", "unit": "Number", "product": "Product"}


def walk(subject: Subject) -> None:
    """How to go on, what is computed where the walk is, and other ways to walk."""
    way, case, walked = walk_of(subject.program), case_of(subject), walked_now(subject)
    slider(way, walked)
    buttons(way, walked)
    step = micro_step(way, case, walked.position)
    st.caption(f"{progress(way, step)} {example_sentence(case, subject.row is not None)}")
    shown = st.container(key="walk_shown")
    jumps(way, subject)
    notation = notation_switch(subject.view.reading.notation)
    with shown:
        if step is None:
            st.markdown("Press **Next**, or the key N, to begin. The stage shows what is computed and lights the edge.")
        else:
            drawn(way, case, step, walked.granularity, notation)


def drawn(way: Walk, case: Case, step: MicroStep, granularity: str, notation: str) -> None:
    """The number that is computed: formula, how its sum builds up, and what else the layer or the phase has given."""
    st.markdown(headline(case, step))
    st.latex(formula(case, step, notation))
    st.caption(rule_of(case, step))
    if granularity in ("phase", "layer"):
        st.markdown(f"What this {granularity} has given:")
        st.markdown(known(way, case, granularity, step.position))
    elif step.count > 1:
        st.markdown(products(case, step))
    st.caption(total_sentence(step))


def case_of(subject: Subject) -> Case:
    """The chosen example where it is in the batch, else the first one."""
    return Case(subject.program, subject.step, subject.row or 0)


def walked_now(subject: Subject) -> Walked:
    """How far the walk is at this step; it begins anew at another one, before what is selected."""
    walked, session = subject.view.reading.walked, subject.view.session
    way, of = walk_of(subject.program), (session.run, session.cursor)
    if walked.of == of and walked.position <= way.last:
        return walked
    return replace(walked, position=start_for(way, subject.program.layout, session.selected), of=of)


def granularity(walked: Walked) -> None:
    """How far one press goes."""
    key = show("walk_granularity", walked.granularity)
    st.segmented_control("One press goes on by one", list(GRANULARITIES), key=key, required=True, args=(key,),
                         on_change=on_granularity, format_func=LABELS.__getitem__, label_visibility="collapsed",
                         width="content", help="How far one press goes")  # fmt: skip


def slider(way: Walk, walked: Walked) -> None:
    """All stages of the step, from nothing computed to everything."""
    key = show("walk_stage", way.stage(walked.granularity, walked.position))
    done = f"{LABELS[walked.granularity].lower()}s done"
    st.slider(done, 0, way.count(walked.granularity), key=key, on_change=on_slider, args=(key,))


def buttons(way: Walk, walked: Walked) -> None:
    """On and back, by keys too, and how far one press goes."""
    with st.container(horizontal=True, key="walk_buttons"):
        st.button("Previous", key="walk_previous", icon=":material/arrow_back:", shortcut="B", on_click=on_press,
                  args=(-1,), disabled=walked.position == 0)  # fmt: skip
        st.button("Next", key="walk_next", icon=":material/arrow_forward:", shortcut="N", on_click=on_press,
                  args=(1,), disabled=walked.position == way.last)  # fmt: skip
        granularity(walked)
        st.button("From the start", key="walk_start", on_click=go_to, args=(0,), disabled=walked.position == 0,
                  type="tertiary")  # fmt: skip


def jumps(way: Walk, subject: Subject) -> None:
    """To where the walk comes past what is selected."""
    selected = subject.view.session.selected
    found = landmarks(way, subject.program.layout, selected)
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="walk_landmarks"):
        st.caption(f"{selected}:", width="content")
        for label, position in found.items():
            st.button(label, key=f"walk_to_{label}", type="tertiary", on_click=go_to, args=(position + 1,))


def on_granularity(key: str) -> None:
    """Finer or coarser: the walk stays where it is, or goes on to the end of what it is in."""
    if by_hand(key):
        change(granularity=st.session_state[key])


def on_slider(key: str) -> None:
    """The slider was moved."""
    if by_hand(key):
        subject = subject_of(current())
        if subject is not None:
            go_to(walk_of(subject.program).position(walked_now(subject).granularity, st.session_state[key]))


def on_press(stages: int) -> None:
    """One stage on or back."""
    subject = subject_of(current())
    if subject is not None:
        way, walked = walk_of(subject.program), walked_now(subject)
        stage = way.stage(walked.granularity, walked.position)
        complete = way.position(walked.granularity, stage) == walked.position
        stage += stages if complete or stages < 0 else 0
        go_to(way.position(walked.granularity, min(max(stage, 0), way.count(walked.granularity))))


def go_to(position: int) -> None:
    """To a position of the walk."""
    change(position=position)


def change(position: int | None = None, granularity: str = "") -> None:
    """Another position or granularity; the stage lights it."""
    subject = subject_of(current())
    if subject is not None:
        before = walked_now(subject)
        where = before.position if position is None else position
        show_moment(subject, replace(before, position=where, granularity=granularity or before.granularity))


def show_moment(subject: Subject, walked: Walked) -> None:
    """On the page and on the stage."""
    view, way, case = current(), walk_of(subject.program), case_of(subject)
    shown = scene(way, case, micro_step(way, case, walked.position))
    lit = Lit(shown.parts, shown.note, (view.session.run, view.session.cursor), shown.more)
    put(replace(view, reading=replace(view.reading, walked=walked, lit=lit), fresh=True))
    rerun("live", "explanation")
