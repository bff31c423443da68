"""The weight dial: the loss along one weight, with the tangent that is the gradient and a secant to a second point."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.checking import Dial
from core.spec.selectors import freezing
from screens.echo import by_hand, show
from screens.explaining.aspect import Subject
from screens.explaining.owned import can_be_compared, owned
from screens.inspector import set_value
from screens.panels import CONFIG, theme
from screens.reading import Reading
from screens.view import current, put, rerun
from viz.explain import Number, Turned, dial_alt, dial_figure, dial_sentences, dial_table, name_of, secant_formula

REACHES = (0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0)
STEPS = 200


def weight_dial(subject: Subject) -> None:
    """The curve and what is to be read from it."""
    place = owned(subject)
    if place is None or not can_be_compared(subject):
        return
    reading = current().reading
    controls(reading)
    turned = at_dial(subject, place, reading)
    buttons(place, turned)
    st.plotly_chart(dial_figure(turned, theme()), key="dial_plot", config=CONFIG, alt=dial_alt(turned))
    st.latex(secant_formula(turned))
    st.caption(" ".join(dial_sentences(turned)))
    with st.container(key="dial_table"):
        st.markdown(dial_table(turned))


def at_dial(subject: Subject, place: Number, reading: Reading) -> Turned:
    """The curve of the step on the screen, and the points on it."""
    dial = Dial(subject.program, subject.step, place)
    curve = dial.along(reading.reach)
    weights = (dial.weight, dial.weight + reading.dial, dial.weight + dial.update, curve.lowest)
    here, there, after, lowest = (dial.point(weight) for weight in weights)
    frozen = freezing(subject.program.spec.frozen, *place) or ""
    return Turned(name_of(*place), curve, here, there, after, lowest, frozen)


def controls(reading: Reading) -> None:
    """How far the second point is from the weight, and how far the curve goes."""
    left, right = st.columns([0.65, 0.35])
    key = show(f"dial_h_{REACHES.index(reading.reach)}", reading.dial)
    left.slider("h, from the weight to the second point", -reading.reach, reading.reach, key=key, format="%.4g",
                step=reading.reach / STEPS, on_change=on_dial, args=(key,))  # fmt: skip
    right.select_slider("range to either side", REACHES, reading.reach, key="dial_reach", on_change=on_reach)


def buttons(place: Number, turned: Turned) -> None:
    """Down to the lowest point; and the weight follows."""
    with st.container(horizontal=True, key="dial_buttons"):
        st.button("To the lowest point", key="dial_lowest", icon=":material/vertical_align_bottom:", on_click=turn_to,
                  args=(turned.lowest.weight - turned.curve.weight,),
                  help="The second point goes where the loss of this range is smallest")  # fmt: skip
        st.button("Set the weight here", key="dial_set", icon=":material/adjust:", on_click=on_set,
                  args=(place, turned.there.weight), help="The weight becomes that of the second point")  # fmt: skip


def on_dial(key: str) -> None:
    """The second point was moved."""
    if by_hand(key):
        turn_to(float(st.session_state[key]))


def turn_to(h: float) -> None:
    """Put the second point here; an end of the range, counted from the weight, is rounded and may lie beyond it."""
    view = current()
    put(replace(view, reading=replace(view.reading, dial=within(h, view.reading.reach))))
    rerun("explanation")


def within(h: float, reach: float) -> float:
    """The nearest place that the slider has."""
    return min(max(h, -reach), reach)


def on_reach() -> None:
    """Another range; a point outside it goes to its end."""
    view, reach = current(), float(st.session_state["dial_reach"])
    put(replace(view, reading=replace(view.reading, reach=reach, dial=within(view.reading.dial, reach))))
    rerun("explanation")


def on_set(place: Number, weight: float) -> None:
    """The weight is set as in the inspector; the second point moves away from it again."""
    view = current()
    put(replace(view, reading=replace(view.reading, dial=view.reading.reach / 4)))
    set_value(*place, weight)
