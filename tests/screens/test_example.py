"""One example: chosen in a box or in the chart, explained as its share, and the way to the step that reads it."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES
from core import session as sessions
from core.explain import explain
from screens.explaining.example import choose_named
from screens.live import on_example, on_pick
from screens.reading import Lit, example_shown
from screens.view import KEY
from tests.screens.app import (
    asked,
    click,
    message_of,
    now,
    open_app,
    open_with_requests,
    ran,
    said,
    sentences,
    session_of,
    view_of,
)
from viz.explain.numbers import decimal
from viz.slices import unpack


def chosen(recipe: str, example: int | None, selected: str = "h1/W[0,0]") -> AppTest:
    app = open_app(recipe)
    view = view_of(app)
    reading = replace(view.reading, example=example)
    session = sessions.select(view.session, selected)
    app.session_state[KEY] = replace(view, session=session, reading=reading, fresh=True)
    app.session_state["explanation_card"] = True
    return ran(app)


def box(app: AppTest):
    return app.selectbox(key=now(app, "example"))


def in_batch(app: AppTest, row: int = 0) -> int:
    session = session_of(app)
    return int(session.program.batches.indices(session.cursor)[row])


def outside(app: AppTest) -> int:
    session = session_of(app)
    return next(k for k in range(200) if sessions.row_of(session, k) is None)


def test_the_box_has_the_batch_and_then_the_examples_of_this_step() -> None:
    app = chosen("moons", None)
    options = box(app).options
    assert options[0] == box(app).value == "the batch: all 10 examples together"
    places = session_of(app).program.batches.indices(0).tolist()
    assert [int(option.split(":")[0]) for option in options[1:11]] == places
    x = session_of(app).program.examples.x[places[0]]
    assert f"x ({x[0]:.4g}, {x[1]:.4g})".replace("-", "−") in options[1]
    assert len(options) == 201


def test_a_choice_in_the_box_is_shown_as_its_share_beside_the_sum() -> None:
    app = chosen("moons", None)
    place = in_batch(app, 3)
    ran(box(app).select_index(4).run())
    assert view_of(app).reading.example == place
    assert f"Example {place} is row 3 of this step's batch, counted from 0." in said(app)
    session = session_of(app)
    found = explain(session.program, session.step, "h1/W", (0, 0))
    share = sum(term.contribution for term in found.of_example(3))
    (table,) = [text.value for text in app.markdown if "share of example" in text.value and "|" in text.value]
    assert f"| **share of example {place}** | **{decimal(share)}** |" in table
    assert f"| the other 9 examples | {decimal(found.total - share)[:9]}" in table
    assert f"| sum over the batch | {decimal(found.total)} |" in table
    assert f"| recorded gradient | {decimal(found.adjoint)} |" in table
    (formula,) = [latex.value for latex in app.latex if "aligned" in latex.value]
    assert rf"\right|_{{\text{{example {place}}}}} &= " in formula
    assert decimal(share).replace("−", "-").rstrip("0") in formula


def test_the_share_can_be_followed_to_the_delta_of_the_example() -> None:
    app = chosen("moons", None)
    ran(box(app).select_index(4).run())
    app = click(app, "onward_0")
    assert view_of(app).reading.trail[-1] == "h1/z[3,0]"


def test_all_of_the_batch_resets() -> None:
    app = chosen("moons", None)
    ran(box(app).select_index(2).run())
    app = click(app, "all_examples")
    assert view_of(app).reading.example is None
    assert box(app).value == "the batch: all 10 examples together"
    assert not any("share of example" in text.value for text in app.markdown)


def typed(text: str) -> AppTest:
    """The page after something was typed into the box that is none of its options."""
    app = open_with_requests("moons", playing=False)
    app.session_state["explanation_card"] = True
    return asked(ran(app), choose_named, text)


@pytest.mark.parametrize(("text", "place"), [("123", 123), ("example 7", 7), ("150: whatever", 150)])
def test_any_example_can_be_typed(text: str, place: int) -> None:
    assert view_of(typed(text)).reading.example == place


@pytest.mark.parametrize("text", ["200", "-1", "seven", "1e3", "9" * 40, "²"])
def test_what_is_no_example_is_refused_with_a_sentence(text: str) -> None:
    app = typed(text)
    assert view_of(app).reading.example is None
    assert any("expected a whole number from 0 to 199" in sentence for sentence in sentences(app))
    assert box(app).value == "the batch: all 10 examples together"


def test_an_example_of_another_batch_is_said_to_be_none_of_it_and_the_way_leads_there() -> None:
    app = chosen("moons", None)
    place = outside(app)
    app = chosen("moons", place)
    assert any(f"Example {place} is not in the batch of step 0" in box.value for box in app.info)
    assert not any("share of example" in text.value for text in app.markdown)
    app = click(app, "next_with_example")
    session = session_of(app)
    assert not session.playing
    assert sessions.row_of(session, place) is not None
    assert any(f"The share of example {place}" in text.value for text in app.markdown)


def test_a_unit_is_explained_at_the_chosen_example() -> None:
    app = chosen("moons", None, "h1:2")
    place = in_batch(app, 5)
    app = chosen("moons", place, "h1:2")
    assert any("How the loss changes with h1/a[5,2]" in caption for caption in said(app))


def test_a_click_on_a_point_chooses_it_and_another_one_lets_it_go() -> None:
    app = open_with_requests("moons", playing=False)
    here = {"drawn": 0, "run": "elsewhere", "heard": 0, "n": 1}
    asked(app, on_example, {**here, "example": 17})
    assert view_of(app).reading.example == 17
    for wrong in (None, 200, -1, "17"):
        asked(app, on_example, {**here, "example": 17})
        asked(app, on_example, {**here, "example": wrong})
        assert view_of(app).reading.example is None


def test_other_data_let_the_example_go_and_other_weights_do_not() -> None:
    app = open_with_requests("moons", playing=False)
    asked(app, on_example, {"drawn": 0, "run": "", "heard": 0, "n": 1, "example": 17})
    click(app, "reseed")
    assert view_of(app).reading.example == 17
    app.number_input(key=now(app, "samples")).set_value(300)
    ran(app)
    assert view_of(app).reading.example is None


def test_explain_pauses_and_opens_the_card() -> None:
    app = open_app("moons", playing=True)
    before = view_of(app).asked
    app = click(app, "explain")
    view = view_of(app)
    assert not view.session.playing
    assert view.asked == before + 1
    assert app.session_state["explanation_card"]


def test_nothing_selected_has_nothing_to_explain() -> None:
    app = chosen("moons", None, "")
    assert not [button for button in app.button if button.key == "explain"]


def test_a_pick_is_answered_by_its_number() -> None:
    app = open_with_requests("eight_three_eight", playing=False)
    asked(app, on_pick, {"drawn": 0, "run": "", "heard": 0, "n": 41, "selected": "h1:1"})
    assert view_of(app).answered == 41


def test_every_recipe_shows_the_share_of_an_example() -> None:
    for recipe in RECIPES:
        session = sessions.begin(RECIPES[recipe])
        app = chosen(recipe, int(session.program.batches.indices(0)[-1]), view_of(open_app(recipe)).session.selected)
        several = len(session.program.examples.x) > 1
        assert any("aligned" in latex.value for latex in app.latex), recipe
        assert any("is row" in caption for caption in said(app)) == several, recipe


def test_while_it_plays_the_rows_that_wait_are_sent_again_with_the_example_s_numbers() -> None:
    app = open_with_requests("xor")
    run = f"{view_of(app).name}-{session_of(app).run}"
    ahead = session_of(app).history.last
    asked(app, on_example, {"drawn": 1, "run": run, "heard": 99, "n": 1, "example": 2})
    header, numbers = unpack(message_of(app))
    assert header["example"]["row"] == 2
    assert numbers["step"][0] == 1
    assert numbers["step"][-1] >= ahead
    assert {tuple(row) for row in numbers["activation"][:, :2]} == {(1.0, 0.0)}


@pytest.mark.parametrize("chosen_row", [None, 4])
def test_during_a_walk_the_nodes_show_the_example_that_is_walked(chosen_row: int | None) -> None:
    app = open_app("moons")
    view, session = view_of(app), session_of(app)
    lit = Lit(("h1:0",), "", (session.run, session.cursor), {"moment": {}})
    reading = replace(view.reading, example=None if chosen_row is None else in_batch(app, chosen_row), lit=lit)
    assert example_shown(reading, session) == in_batch(app, chosen_row or 0)
    assert example_shown(replace(reading, example=outside(app)), session) == in_batch(app, 0)
    assert example_shown(replace(reading, lit=None), session) == reading.example
    assert example_shown(replace(reading, lit=replace(lit, scene={})), session) == reading.example
