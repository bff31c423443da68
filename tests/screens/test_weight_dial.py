"""The weight dial and the gradient check on the page: turned, set, chosen, and never about another step."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES, Optimizer
from core import session as sessions
from core.spec import adjust
from screens.view import KEY
from tests.screens.app import click, now, open_app, ran, said, session_of, view_of


def opened_on(recipe: str, aspect: str, selected: str = "") -> AppTest:
    """The card with this aspect of what is selected."""
    app = open_app(recipe)
    view = view_of(app)
    session = sessions.select(view.session, selected) if selected else view.session
    app.session_state[KEY] = replace(view, session=session, reading=replace(view.reading, aspect=aspect))
    app.session_state["explanation_card"] = True
    return ran(app)


def words(app: AppTest) -> str:
    return " ".join(said(app))


def formulas(app: AppTest) -> str:
    return " ".join(latex.value for latex in app.latex)


def turn(app: AppTest, h: float) -> AppTest:
    """Move the second point."""
    reach = "dial_h_4"
    app.slider(key=now(app, reach)).set_value(h)
    return ran(ran(app))


@pytest.mark.parametrize("aspect", ["dial", "check"])
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_has_both(recipe: str, aspect: str) -> None:
    app = opened_on(recipe, aspect)
    assert r"\frac{\partial L}{\partial w}" in formulas(app)


@pytest.mark.parametrize("aspect", ["dial", "check"])
def test_biases_and_units_that_have_one_fit_and_inputs_do_not(aspect: str) -> None:
    for selected in ("h1/b[2]", "h1:2"):
        assert "h1/b[2]" in words(opened_on("circles", aspect, selected))
    assert r"\frac{\partial L}{\partial w}" not in formulas(opened_on("circles", aspect, "x:0"))


def test_the_second_point_moves_and_the_secant_with_it() -> None:
    app = opened_on("two_two_two", "dial")
    assert "At 0.65 the loss is 0.298590004." in words(app)
    app = turn(app, -0.15)
    assert "At 0 the loss is" in words(app)
    assert view_of(app).reading.dial == -0.15


def test_the_lowest_point_is_found_the_weight_set_there_and_its_tangent_flat() -> None:
    app = opened_on("xor", "dial", "out/W[0,0]")
    app = click(app, "dial_lowest")
    assert "There the tangent is flat: a minimum along this weight." in words(app)
    lowest = view_of(app).reading.dial + float(session_of(app).step.parameter("out/W")[0, 0])
    app = click(app, "dial_set")
    assert float(session_of(app).step.parameter("out/W")[0, 0]) == lowest
    assert "The tangent is flat" in words(app)
    assert "here is a minimum along this weight." in words(app)
    assert view_of(app).reading.dial == 0.5


@pytest.mark.parametrize("selected", ["h1/W[0,0]", "out/W[0,0]", "out/W[1,0]"])
def test_a_lowest_point_at_the_end_of_a_narrow_range_stays_within_it(selected: str) -> None:
    app = opened_on("two_two_two", "dial", selected)
    view = view_of(app)
    app.session_state[KEY] = replace(view, reading=replace(view.reading, reach=0.01, dial=0.0))
    app = click(ran(app), "dial_lowest")
    assert abs(view_of(app).reading.dial) == 0.01
    assert "at its end: a wider range may have a lower one." in words(app)


def test_a_wider_range_shows_more_and_a_narrow_one_takes_the_point_along() -> None:
    app = opened_on("two_two_two", "dial")
    app.select_slider(key="dial_reach").set_value(0.1)
    app = ran(ran(app))
    assert view_of(app).reading.dial == 0.1
    assert "At 0.25 the loss is" in words(app)
    app.select_slider(key="dial_reach").set_value(50.0)
    assert "At 0.25 the loss is" in words(ran(ran(app)))


def test_of_a_frozen_weight_it_says_so() -> None:
    app = opened_on("two_two_two", "dial")
    view = view_of(app)
    frozen = sessions.change(view.session, adjust.with_frozen(view.session.spec, "h1", True))
    app.session_state[KEY] = replace(view, session=sessions.step_forward(frozen), fresh=True)
    assert "It is frozen by `h1`" in words(ran(app))


def test_the_dial_is_of_the_step_on_the_screen() -> None:
    app = opened_on("two_two_two", "dial")
    before = words(app)
    app = click(app, "step")
    assert "Step 1." in words(app)
    assert f"h1/W[0,0] is {float(session_of(app).step.parameter('h1/W')[0, 0]):.9f}" in words(app)
    assert words(app) != before


def test_the_slider_chooses_h() -> None:
    app = opened_on("two_two_two", "check")
    assert "With h = 1e-4 the difference is off by" in words(app)
    app.select_slider(key="check_h").set_value(-11)
    assert "With h = 1e-11 the difference is off by" in words(ran(app))
    assert r"2 \cdot 10^{-11}" in formulas(app)


def test_all_parameters_are_checked_when_asked_for_and_forgotten_at_the_next_step() -> None:
    app = opened_on("two_two_two", "check")
    assert not tables(app)
    app = click(app, "check_all")
    (table,) = tables(app)
    assert "| `h1/W` | 4 of 4 |" in table
    assert table.count("✓ right") == 4
    assert not tables(click(app, "step"))


def tables(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown if text.value.startswith("| tensor |")]


def test_while_it_plays_there_is_neither() -> None:
    app = open_app("two_two_two", playing=True)
    view = view_of(app)
    app.session_state[KEY] = replace(view, reading=replace(view.reading, aspect="dial"))
    app.session_state["explanation_card"] = True
    assert r"\frac{\partial L}{\partial w}" not in formulas(ran(app))


@pytest.mark.parametrize("aspect", ["dial", "check"])
def test_of_an_overflow_there_is_a_sentence(aspect: str) -> None:
    app = opened_on("sine", aspect)
    view = view_of(app)
    session = sessions.begin(replace(RECIPES["sine"], optimizer=Optimizer("sgd", 100.0)))
    while session.fault is None:
        session = sessions.recorded(session, 100)
    session = sessions.select(sessions.go_to(session, session.fault.step), "h1/W[0,0]")
    app.session_state[KEY] = replace(view, session=session, fresh=True)
    app = ran(app)
    assert "no longer finite: there is no loss to compare with" in words(app)
    assert any(text.value.startswith(":gray-badge[:material/remove: not checked]") for text in app.markdown)


def test_the_tied_half_of_a_network_can_be_turned_and_checked_as_one() -> None:
    app = opened_on("eight_three_eight", "dial")
    tied = sessions.begin(adjust.with_tie(RECIPES["eight_three_eight"], True))
    app.session_state[KEY] = replace(view_of(app), session=sessions.select(tied, "h1/W[1,3]"), fresh=True)
    app = ran(app)
    assert "h1/W[1,3] is" in words(app)
    assert any(text.value.startswith(":green-badge") for text in app.markdown)
