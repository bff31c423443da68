"""The step product by product on the page: on and back at any granularity, and what the stage is told of it."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES
from core import session as sessions
from core.explain.walk import walk_of
from screens.view import KEY
from tests.screens.app import click, now, open_app, ran, said, view_of


def walking(recipe: str, selected: str = "h1:0") -> AppTest:
    """The aspect is open, at the first step."""
    app = open_app(recipe)
    view = view_of(app)
    session, reading = sessions.select(view.session, selected), replace(view.reading, aspect="walk")
    app.session_state[KEY] = replace(view, session=session, reading=reading)
    app.session_state["explanation_card"] = True
    return ran(app)


def choose(app: AppTest, granularity: str) -> AppTest:
    app.segmented_control(key=now(app, "walk_granularity")).set_value(granularity)
    return ran(app)


def move(app: AppTest, stage: int) -> AppTest:
    app.slider(key=now(app, "walk_stage")).set_value(stage)
    return ran(app)


def walked(app: AppTest):
    return view_of(app).reading.walked


def lit(app: AppTest):
    return view_of(app).reading.lit


def test_the_worked_example_builds_up_its_first_sum() -> None:
    app = walking("two_two_two")
    assert lit(app) is None
    assert any(text.startswith("Nothing is computed yet.") for text in said(app))
    for so_far in ("0.0075", "0.0275", "0.3775"):
        app = click(app, "walk_next")
        assert any(so_far in row for row in app.markdown[-1].value.splitlines()) or so_far in app.latex[0].value
    assert r"z_{0}^{h1} &= 0.0275 + 0.35 = 0.3775" in app.latex[0].value
    assert "Complete: 0.3775, as recorded." in said(app)
    assert walked(app).position == 3
    assert lit(app).parts == ("h1:0", "h1/b[0]")
    app = click(app, "walk_previous")
    assert lit(app).parts[-1] == "h1/W[0,1]"
    assert any("1 more, and it is the recorded 0.3775." in text for text in said(app))


@pytest.mark.parametrize(("granularity", "stages"), [("phase", 4), ("layer", 7), ("unit", 41)])
def test_a_coarser_press_goes_to_the_end_of_what_it_names(granularity: str, stages: int) -> None:
    app = walking("two_two_two")
    app = choose(app, granularity)
    ends = []
    for _ in range(stages):
        app = click(app, "walk_next")
        ends.append(walked(app).position)
    walk = walk_of(view_of(app).session.program)
    assert ends == [walk.position(granularity, stage) for stage in range(1, stages + 1)]
    assert app.button(key="walk_next").disabled
    assert any("the step is complete" in text for text in said(app))


def test_the_slider_goes_anywhere_and_the_buttons_go_to_what_is_selected() -> None:
    app = walking("two_two_two", "h1/W[1,0]")
    app = move(app, 20)
    assert walked(app).position == 20
    app = click(app, "walk_to_its gradient")
    assert "what this example adds to the gradient of `h1/W[1,0]`" in "".join(text.value for text in app.markdown)
    assert lit(app).parts[-1] == "h1/W[1,0]"
    app = click(app, "walk_start")
    assert walked(app).position == 0
    assert lit(app).parts == ()


def test_another_selection_goes_on_with_the_walk() -> None:
    app = click(walking("two_two_two"), "walk_next")
    before = lit(app)
    app = ran(app.selectbox(key=now(app, "selected")).set_value("out:0").run())
    assert lit(app) == before
    assert walked(app).position == 1


def test_the_browser_hears_of_the_moment_and_of_its_end() -> None:
    app = click(walking("two_two_two"), "walk_next")
    assert b'"moment":{"phase":"forward h1"' in view_of(app).sent.message
    app = click(app, "step")
    assert walked(app).of != (view_of(app).session.run, view_of(app).session.cursor)
    assert b'"moment":' not in view_of(app).sent.message
    assert any(text.startswith("Nothing is computed yet.") for text in said(app))


def test_another_aspect_puts_the_walk_out() -> None:
    app = click(walking("two_two_two"), "walk_next")
    aspects = next(one for one in app.get("button_group") if one.key and one.key.startswith("aspect_"))
    aspects.set_value("chain_rule")
    ran(app)
    assert lit(app) is None


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_can_be_walked(recipe: str) -> None:
    app = walking(recipe)
    walk = walk_of(view_of(app).session.program)
    assert any(f"of {walk.last:,}" in text or f"{walk.last:,} products" in text for text in said(app))
    app = choose(app, "layer")
    for stage in (1, walk.count("layer") // 2 + 1, walk.count("layer")):
        app = move(app, stage)
        assert walked(app).position == walk.position("layer", stage)
        assert app.latex


def test_no_message_is_made_anew_for_a_walk_that_stands_still() -> None:
    app = click(walking("two_two_two"), "walk_next")
    before = view_of(app).sent.sequence
    ran(app)
    assert view_of(app).sent.sequence == before
