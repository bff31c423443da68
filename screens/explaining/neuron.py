"""A unit: its weighted sum, its activation with the tangent, what comes back to it, and whether it still learns."""

from __future__ import annotations

import streamlit as st

from core.explain.neuron import Neuron, neuron
from screens.explaining.aspect import Subject
from screens.explaining.notation import notation_switch
from screens.explaining.place import counting, place, where
from screens.panels import CONFIG, theme
from viz.examples import name_of_example
from viz.explain import NOTATIONS, equation
from viz.explain.symbols import Writer
from viz.explain.unit import (
    handed_back,
    in_condition,
    left_out,
    masked,
    normalised_formula,
    output_table,
    sum_agreement,
    sum_formula,
    sum_table,
    unit_alt,
    unit_figure,
    unit_of,
    unit_table,
)


def of_unit(subject: Subject) -> bool:
    """For units, and for the weights and biases that lead into one."""
    return unit_of(subject.program, subject.view.session.selected) is not None


def neuron_aspect(subject: Subject) -> None:
    """The unit that is selected, or into which the selected weight leads."""
    unit, example = unit_of(subject.program, subject.view.session.selected), subject.row or 0
    assert unit is not None
    if not unit.places:
        st.caption(f"{unit.layer} has no weighted sums: it pools what it reads. Select a unit of a layer with weights.")
        return
    notation = notation_switch(subject.view.reading.notation)
    found = neuron(subject.program, subject.step, place(subject, unit, example), example)
    st.caption(f"{unit.name} for {whose(subject, example)}{where(found.site)}; {counting(found.site)}.")
    if not found.is_finite:
        st.caption("The numbers of this unit are no longer finite: training overflowed. Go back to an earlier step.")
        return
    forward(subject, found, Writer(subject.program, NOTATIONS[notation]))
    activation(subject, found)
    backward(subject, found, notation)


def whose(subject: Subject, row: int) -> str:
    """The chosen example, or the first of the batch until one is chosen."""
    if subject.program.batch == 1:
        return "the only example"
    chosen = subject.view.reading.example
    if subject.row is None or chosen is None:
        return "the first example of the batch, until another one is chosen above"
    return f"{name_of_example(chosen)}, which is row {row} of the batch"


def forward(subject: Subject, found: Neuron, writer: Writer) -> None:
    """The weighted sum; with batch normalisation what is between it and z."""
    st.markdown("**The weighted sum**")
    for number, one in enumerate(found.sums):
        if number:
            st.markdown("**Normalised over the batch, then scaled and shifted**")
            st.latex(normalised_formula(writer, found, subject.step))
        st.latex(sum_formula(writer, one))
        st.markdown(sum_table(one))
        st.caption(sum_agreement(one))
    if words := left_out(found):
        st.caption(words)


def activation(subject: Subject, found: Neuron) -> None:
    """The curve with the point and its tangent, or the bars of a softmax; the same as a table; and in words."""
    op = found.site.op
    st.markdown(f"**The activation: {op.label},** ${op.tex}$")
    st.plotly_chart(unit_figure(found, subject.step, theme()), key=f"neuron_plot_{op.kind}", config=CONFIG,
                    alt=unit_alt(found, subject.step))  # fmt: skip
    st.markdown(unit_table(found, subject.step) if found.is_function else output_table(found, subject.step))
    st.markdown(in_condition(found))
    if words := masked(found, subject.step):
        st.markdown(words)


def backward(subject: Subject, found: Neuron, notation: str) -> None:
    """Delta as upstream times slope."""
    st.markdown("**What comes back**")
    st.latex(equation(subject.program, subject.step, found.delta, notation))
    st.caption(handed_back(found))
