"""Where the selected number comes from, at rest only: the chain rule in symbols and in the numbers of the step."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.explain import explain
from screens.view import View, current, put, rerun, settling
from viz.explain import agreement, equation, in_words, number_of, onward, others, sentences, table, trail_of


@st.fragment(key="explanation")
def explanation() -> None:
    """The chain rule of what is selected, or of a number on the way from there to the loss."""
    view = current()
    with st.expander(
        "Where this number comes from", key="explanation_card", on_change=rerun, args=("explanation",)
    ) as expander:
        if not expander.open:
            return
        if view.session.playing or settling(view):
            st.caption("Pause to see where a number of the step comes from.")
            return
        trail = trail_of(view.session.program.layout, view.session.selected, view.trail)
        if not trail:
            st.caption("Select a weight, a bias or a unit: on the stage, or in the box beside it.")
            return
        ways(trail)
        derived(view, trail)


def ways(trail: tuple[str, ...]) -> None:
    """The way here; each number on it is a way back."""
    with st.container(horizontal=True, key="explanation_trail"):
        for place, name in enumerate(trail, 1):
            st.button(name, key=f"explained_{place}", type="tertiary", on_click=walk, args=(trail[:place],),
                      disabled=place == len(trail))  # fmt: skip


def derived(view: View, trail: tuple[str, ...]) -> None:
    """The formula, its terms, the sum beside what was recorded, and where to go on."""
    program, step = view.session.program, view.session.step
    number = number_of(program.layout, trail[-1])
    assert number is not None
    found = explain(program, step, *number)
    st.caption(f"Step {view.session.cursor:,}. How the loss changes with {trail[-1]}, which is {found.value:.9g}.")
    st.latex(equation(program, step, found))
    st.markdown(table(found))
    st.caption(agreement(found))
    for sentence in sentences(program, found):
        st.caption(sentence)
    go_on(trail, onward(program, step, found), others(found))
    st.markdown(f"**The step in words.** {in_words(program, step, found)}")


def go_on(trail: tuple[str, ...], factors: tuple[str, ...], names: list[str]) -> None:
    """A button for each factor of the formula that has a derivation of its own, and a box with those of all terms."""
    if not factors:
        st.caption("Here the way ends: the next number is the loss itself.")
        return
    st.markdown("**Go on with the adjoint of**")
    with st.container(horizontal=True, key="explanation_onward"):
        for place, name in enumerate(factors):
            st.button(name, key=f"onward_{place}", on_click=walk, args=((*trail, name),))
    if len(names) > len(factors):
        key = f"other_{'/'.join(trail)}"
        st.selectbox(f"or of any of the {len(names):,} terms", names, index=None, key=key, on_change=choose,
                     args=(trail, key), placeholder="choose a number")  # fmt: skip


def choose(trail: tuple[str, ...], key: str) -> None:
    """Another term was chosen in the box."""
    if st.session_state[key]:
        walk((*trail, st.session_state[key]))


def walk(trail: tuple[str, ...]) -> None:
    """Explain the last number of this way."""
    put(replace(current(), trail=trail))
    rerun("explanation")
