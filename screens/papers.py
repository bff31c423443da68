"""Paper mode: the tutorials' worked examples line by line, their numbers beside ours."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from core import session as sessions
from core.papers import BIASES, DIFFERS, EQUAL, NOT_GIVEN, ORDER, TUTORIALS, Compared, Tutorial, compared
from core.recipes import RECIPE_TEXTS
from screens.view import apply, current, redraw, rerun

SWITCHES = {
    BIASES: ("train the biases", "Whether an update moves the biases too"),
    ORDER: ("update the output layer first", "A common slip: the hidden deltas then read the new output weights"),
}
MARKS = {EQUAL: "✓ equal", DIFFERS: "**≠ differs**", NOT_GIVEN: "no number given"}
HEAD = ("what", "read from", "published", "ours", "verdict", "why")
KEPT = 40


@st.fragment(key="papers")
def papers() -> None:
    """A tutorial, its switches, its lines; computed only while it is open."""
    with st.expander(
        "Paper mode: published numbers and ours", key="papers_card", on_change=rerun, args=("papers",)
    ) as expander:
        if not expander.open:
            return
        name = st.selectbox(
            "worked example", list(TUTORIALS), format_func=label, key="paper", on_change=rerun, args=("papers",)
        )
        tutorial = TUTORIALS[name]
        st.caption(tutorial.about)
        biases, order = switches(name, tutorial)
        lines(name, biases, order)
        st.button(f"Open {RECIPE_TEXTS[tutorial.recipe].label} on the stage", key="paper_open", on_click=on_open,
                  args=(tutorial, biases), icon=":material/open_in_full:")  # fmt: skip
    if current().whole:
        st.rerun()


def label(name: str) -> str:
    """What a tutorial is called here."""
    return TUTORIALS[name].label


def switches(name: str, tutorial: Tutorial) -> tuple[bool, bool]:
    """(biases trained, output layer first), as the tutorial has it until somebody switches."""
    usual = {BIASES: tutorial.trains_biases, ORDER: False}
    chosen = usual | {switch: toggle(name, switch, usual[switch]) for switch in tutorial.switches}
    return chosen[BIASES], chosen[ORDER]


def toggle(name: str, switch: str, usual: bool) -> bool:
    """One switch, kept apart for each tutorial."""
    title, about = SWITCHES[switch]
    return st.toggle(title, value=usual, key=f"paper_{name}_{switch}", help=about, on_change=rerun, args=("papers",))


def lines(name: str, biases: bool, order: bool) -> None:
    """The count, then the table."""
    verdicts, table = replayed(name, biases, order)
    counted = [f"{verdicts.count(one)} {said}" for one, said in SAID.items() if one in verdicts]
    st.markdown(f"**{', '.join(counted)}.** A number is equal when ours, rounded to the published digits, is the same.")
    with st.container(key="paper_table"):
        st.markdown(table)


SAID = {EQUAL: "equal", DIFFERS: "differ", NOT_GIVEN: "without a published number"}


@st.cache_data(max_entries=KEPT, show_spinner="Training ten thousand steps …")
def replayed(name: str, biases: bool, order: bool) -> tuple[list[str], str]:
    """The verdicts and the table of one tutorial under its switches; the same for everybody, so it is kept."""
    found = compared(TUTORIALS[name], biases, order)
    rows = [HEAD, tuple("---" for _ in HEAD), *(cells(one) for one in found)]
    return [one.verdict for one in found], "\n".join(f"| {' | '.join(row)} |" for row in rows)


def cells(one: Compared) -> tuple[str, ...]:
    """One line of the table."""
    line = one.line
    published = line.published.replace("-", "−") or "–"
    return line.what, f"`{line.reading.where}`", published, number(one.ours), MARKS[one.verdict], why(one)


def why(one: Compared) -> str:
    """The reason, and what the slip gives when it is done again."""
    if one.slipped is None or not one.why:
        return one.why
    return f"{one.why} Done that way: {number(one.slipped)}."


def number(value: float) -> str:
    """Ten digits, never with a power of ten, with a real minus sign."""
    return f"{Decimal(f'{value:.10g}'):f}".replace("-", "−")


def on_open(tutorial: Tutorial, biases: bool) -> None:
    """Show the run on the stage at its first step, at rest, with the biases as they are switched here."""
    usual = biases == tutorial.trains_biases
    about, spec = RECIPE_TEXTS[tutorial.recipe].about, tutorial.spec(biases)
    apply(lambda session: sessions.opened(sessions.pause(session), spec, about), refits=True,
          recipe=tutorial.recipe if usual else "")  # fmt: skip
    redraw()
