"""Where a number comes from: the chain rule in symbols and in the numbers of the step."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.explain import Derivation, explain
from screens.explaining.aspect import Subject
from screens.explaining.notation import notation_switch
from screens.view import current, put, rerun
from viz.examples import name_of_example
from viz.explain import (
    agreement,
    equation,
    how_to_read,
    in_words,
    onward,
    others,
    sentences,
    share_equation,
    share_of,
    share_table,
    table,
)
from viz.explain.numbers import decimal


def chain_rule(subject: Subject) -> None:
    """The chain rule of what is selected, or of a number on the way from there to the loss."""
    notation = notation_switch(subject.view.reading.notation)
    ways(subject.trail)
    derived(subject, notation)


def ways(trail: tuple[str, ...]) -> None:
    """The way here; each number on it is a way back."""
    with st.container(horizontal=True, key="explanation_trail"):
        for place, name in enumerate(trail, 1):
            st.button(name, key=f"explained_{place}", type="tertiary", on_click=go_along, args=(trail[:place],),
                      disabled=place == len(trail))  # fmt: skip


def derived(subject: Subject, notation: str) -> None:
    """The formula, its terms, the sum beside what was recorded, and where to go on."""
    program, step, trail = subject.program, subject.step, subject.trail
    found = explain(program, step, *subject.number)
    st.caption(f"How the loss changes with {trail[-1]}, which is {decimal(found.value)}.")
    shown = of_example(subject, found, notation) or of_all(subject, found, notation)
    st.caption(agreement(found))
    for sentence in sentences(program, found, notation):
        st.caption(sentence)
    go_on(trail, onward(program, step, shown), others(shown))
    st.markdown(f"**The step in words.** {in_words(program, step, found)}")


def of_all(subject: Subject, found: Derivation, notation: str) -> Derivation:
    """All terms."""
    st.latex(equation(subject.program, subject.step, found, notation))
    st.caption(how_to_read(subject.program, found, notation))
    st.markdown(table(found))
    return found


def of_example(subject: Subject, found: Derivation, notation: str) -> Derivation | None:
    """The share of the chosen example, and beside it the sum over the batch; None where all terms are to be shown."""
    if subject.row is None or found.example is not None:
        return None
    name = name_of_example(subject.view.reading.example or 0)
    share = share_of(found, subject.row)
    if share is None:
        st.caption(f"All examples act on it through one number, so no term is of {name} alone: go on with that one.")
        return None
    st.markdown(f"**The share of {name}**, row {subject.row} of the batch")
    st.latex(share_equation(subject.program, subject.step, share, name, notation))
    st.caption(how_to_read(subject.program, share, notation))
    st.markdown(share_table(found, share, name))
    return share


def go_on(trail: tuple[str, ...], factors: tuple[str, ...], names: list[str]) -> None:
    """A button for each factor of the formula that has a derivation of its own, and a box with those of all terms."""
    if not factors:
        st.caption("Here the way ends: the next number is the loss itself.")
        return
    st.markdown("**Go on with the adjoint of**")
    with st.container(horizontal=True, key="explanation_onward"):
        for place, name in enumerate(factors):
            st.button(name, key=f"onward_{place}", on_click=go_along, args=((*trail, name),))
    if len(names) > len(factors):
        key = f"other_{'/'.join(trail)}"
        st.selectbox(f"or of any of the {len(names):,} terms", names, index=None, key=key, on_change=choose,
                     args=(trail, key), placeholder="choose a number")  # fmt: skip


def choose(trail: tuple[str, ...], key: str) -> None:
    """Another term was chosen in the box."""
    if st.session_state[key]:
        go_along((*trail, st.session_state[key]))


def go_along(trail: tuple[str, ...]) -> None:
    """Explain the last number of this way."""
    view = current()
    put(replace(view, reading=replace(view.reading, trail=trail)))
    rerun("explanation")
