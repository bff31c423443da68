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
    """The formula, where to go on, the terms, and the sum beside what was recorded."""
    program, step, trail = subject.program, subject.step, subject.trail
    found = explain(program, step, *subject.number)
    st.caption(f"How the loss changes with {trail[-1]}, which is {decimal(found.value)}.")
    if not of_example(subject, found, notation):
        written(subject, found, notation, equation(program, step, found, notation), table(found))
    st.caption(agreement(found))
    for sentence in sentences(program, found, notation):
        st.caption(sentence)
    st.markdown(f"**The step in words.** {in_words(program, step, found)}")


def of_example(subject: Subject, found: Derivation, notation: str) -> bool:
    """The share of the chosen example, and beside it the sum over the batch; False where all terms are to be shown."""
    if subject.row is None or found.example is not None:
        return False
    name = name_of_example(subject.view.reading.example or 0)
    share = share_of(found, subject.row)
    if share is None:
        st.caption(f"All examples act on it through one number, so no term is of {name} alone: go on with that one.")
        return False
    st.markdown(f"**The share of {name}**, row {subject.row} of the batch")
    formula = equation(subject.program, subject.step, share, notation, name)
    written(subject, share, notation, formula, share_table(found, share, name))
    return True


def written(subject: Subject, shown: Derivation, notation: str, formula: str, terms: str) -> None:
    """The formula, and right below it where its factors come from; how it is read, and its terms as a table."""
    st.latex(formula)
    go_on(subject, shown)
    st.caption(how_to_read(subject.program, shown, notation))
    st.markdown(terms)


def go_on(subject: Subject, shown: Derivation) -> None:
    """A button for each factor of the formula that has a derivation of its own, and a box with those of all terms."""
    trail, names = subject.trail, others(shown)
    factors = onward(subject.program, subject.step, shown)
    if not factors:
        st.caption("Here the way ends: the next number is the loss itself.")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="explanation_onward"):
        st.caption("Go on with", width="content")
        for place, (name, adjoint) in enumerate(factors.items()):
            st.button(f"∂L/∂{name} = {decimal(adjoint)}", key=f"onward_{place}", on_click=go_along,
                      args=((*trail, name),))  # fmt: skip
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
