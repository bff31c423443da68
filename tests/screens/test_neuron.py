"""The neuron on the page: of a unit, of the weight that leads into one, at a pixel, a step and a gate."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES, Optimizer
from core import session as sessions
from screens.view import KEY
from tests.screens.app import open_app, ran, said, view_of


def shown(recipe: str, selected: str, example: int | None = None, aspect: str = "neuron") -> AppTest:
    """The page with the card open on the neuron."""
    app = open_app(recipe)
    view = view_of(app)
    reading = replace(view.reading, aspect=aspect, example=example)
    app.session_state[KEY] = replace(view, session=sessions.select(view.session, selected), reading=reading)
    app.session_state["explanation_card"] = True
    return ran(app)


def formulas(app: AppTest) -> list[str]:
    return [latex.value for latex in app.latex if "aligned" in latex.value]


@pytest.mark.parametrize("selected", ["h1:0", "h1/W[0,1]", "h1/b[0]"])
def test_the_worked_unit_is_shown_for_it_and_for_what_leads_into_it(selected: str) -> None:
    app = shown("two_two_two", selected)
    forward, backward = formulas(app)
    assert r"0.0075 + 0.02 + 0.35 \\[0.2em] &= 0.3775" in forward
    assert r"0.036350306 \times 0.241300709" in backward
    assert "Upstream 0.036350306 times the slope 0.241300709: δ is 0.008771355." in said(app)
    assert len(app.get("plotly_chart")) >= 1


def test_it_is_written_in_the_notation_of_the_switch() -> None:
    app = shown("two_two_two", "h1:0")
    ran(app.segmented_control(key="notation").set_value("goodfellow").run())
    assert r"a_{1}^{(1)} &= W_{1,1}^{(1)} \cdot x_{1}" in formulas(app)[0]
    assert r"\frac{\partial J}{\partial a_{1}^{(1)}}" in formulas(app)[1]


def test_the_chosen_example_is_the_one_that_is_shown() -> None:
    view = view_of(open_app("xor"))
    for example in range(4):
        row = sessions.row_of(view.session, example)
        texts = said(shown("xor", "h1:1", example))
        assert any(f"h1:1 for example {example}, which is row {row} of the batch;" in text for text in texts)
    assert any("h1:1 for the first example of the batch" in text for text in said(shown("xor", "h1:1")))


def test_a_pixel_is_the_busiest_until_one_is_chosen() -> None:
    app = shown("cnn", "h1:2")
    (box,) = [box for box in app.selectbox if box.label == "pixel"]
    assert box.value == "largest |δ|"
    ran(box.set_value("row 1, column 2").run())
    assert any("at the pixel in row 1, column 2" in text for text in said(app))
    assert "z_{2,1,2}^{h1" in formulas(app)[0]


def test_a_step_and_a_gate_can_be_chosen() -> None:
    app = shown("adding_lstm", "h1/W[17,0]")
    assert any("gate f" in text for text in said(app))
    (box,) = [box for box in app.selectbox if box.label == "step of the sequence"]
    app = ran(box.set_value("step 4").run())
    (gates,) = [control for control in app.segmented_control if control.label == "gate"]
    app = ran(gates.set_value("o").run())
    heading = next(text for text in said(app) if "at step 4 of the sequence, gate o" in text)
    assert heading.endswith("units and rows count from 0, steps from 1.")
    assert r"z_{1}^{h1\,o\,\langle 4 \rangle" in formulas(app)[0]


def test_where_there_is_no_weighted_sum_it_says_so() -> None:
    assert any("h2 has no weighted sums" in text for text in said(shown("cnn", "h2:1")))


def test_the_data_have_no_neuron() -> None:
    app = shown("mnist", "x:3")
    assert not any("What the unit adds up" in text for text in said(app))


def test_every_recipe_shows_the_unit_of_its_first_weight() -> None:
    for recipe in RECIPES:
        app = shown(recipe, view_of(open_app(recipe)).session.selected)
        assert len(formulas(app)) >= 2, recipe


def test_a_channel_is_the_same_one_in_both_aspects() -> None:
    assert any("h1:2 for the first example" in text for text in said(shown("cnn", "h1:2")))
    chain = said(shown("cnn", "h1:2", aspect="chain_rule"))
    assert any("How the loss changes with h1/a[0,2,3,3]" in text for text in chain)


def test_a_step_that_overflowed_is_told_so() -> None:
    app = open_app("sine")
    view = view_of(app)
    spec = replace(
        view.session.spec,
        layers=tuple(replace(layer, activation="linear") for layer in view.session.spec.layers),
        optimizer=Optimizer("sgd", 100.0),
    )
    session = sessions.select(sessions.pause(sessions.begin(spec)), "h1:0")
    while session.step.first_fault() is None and session.cursor < 200:
        session = sessions.step_forward(session)
    app.session_state[KEY] = replace(view, session=session, reading=replace(view.reading, aspect="neuron"))
    app.session_state["explanation_card"] = True
    assert any("The numbers of this unit are no longer finite: training overflowed." in text for text in said(ran(app)))
