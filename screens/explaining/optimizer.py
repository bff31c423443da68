"""What the optimizer makes of a gradient: its formula with the numbers of the step, its memory, its last steps."""

from __future__ import annotations

import streamlit as st

from core import State
from core.explain import Update, course, explain_update, state_before
from core.optimizers import OPTIMIZERS
from screens.explaining.aspect import Subject
from screens.explaining.notation import notation_switch
from screens.panels import CONFIG, theme
from screens.view import View
from viz.explain import NOTATIONS, name_of
from viz.explain.course_figure import course_figure, course_in_words, course_table
from viz.explain.deeds import deed
from viz.explain.lines import in_lines
from viz.explain.symbols import Writer
from viz.explain.update import UPDATE_TABLE, around, beside_plain, confirmed, rate_in_words, update_table

KEPT = "state_before"


def of_trained(subject: Subject) -> bool:
    """For what an update is recorded of: weights and biases."""
    return subject.parameter is not None and (subject.parameter[0], "update") in subject.program.layout


def optimizer(subject: Subject) -> None:
    """Gradient in, memory before and after, update out."""
    assert subject.parameter is not None
    notation = notation_switch(subject.view.reading.notation)
    found = explain_update(subject.program, subject.step, before(subject.view), *subject.parameter)
    worked(subject, found, Writer(subject.program, NOTATIONS[notation]))
    st.caption(f"Before and after. {UPDATE_TABLE}")
    st.markdown(update_table(found))
    past(subject, found)


def before(view: View) -> State:
    """The state before the step on the screen: between rows that lie far apart it takes training, so it is kept."""
    session = view.session
    of = view.name, session.run, session.revision, session.cursor
    kept: tuple[object, State] | None = st.session_state.get(KEPT)
    if kept is None or kept[0] != of:
        kept = of, state_before(session.history, session.cursor)
        st.session_state[KEPT] = kept
    return kept[1]


def worked(subject: Subject, found: Update, writer: Writer) -> None:
    """The formula, line by line, and what it says."""
    spec = subject.program.spec
    st.caption(heading(subject, found))
    st.latex(in_lines(writer, found))
    st.caption(confirmed(found))
    st.markdown(f"**In words.** {deed(spec.optimizer.name, found)} {' '.join(around(found))}")
    st.caption(rate_in_words(subject.program, found))
    st.caption(beside_plain(found))


def heading(subject: Subject, found: Update) -> str:
    """Which number, and which rule."""
    rule, name = OPTIMIZERS[subject.program.spec.optimizer.name], name_of(found.path, found.index)
    whose = " It reads that of the whole batch, whichever example is chosen." if subject.row is not None else ""
    return f"What {rule.label} makes of the gradient g of {name}.{whose} {rule.about}"


def past(subject: Subject, found: Update) -> None:
    """The last recorded steps as a chart, and the same numbers as a table."""
    series = course(subject.view.session.history, subject.step.index, found.path, found.index)
    if len(series.steps) < 2:
        st.caption("The last steps are drawn here once more than one of them is in memory.")
        return
    st.plotly_chart(course_figure(series, theme()), key="optimizer_course", config=CONFIG, alt=course_in_words(series))
    table = course_table(series)
    digits = {name: st.column_config.NumberColumn(format="%.9g") for name in table if name != "step"}
    st.dataframe(table, key="optimizer_steps", hide_index=True, height=210, width="stretch", column_config=digits)
