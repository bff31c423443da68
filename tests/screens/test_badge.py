"""The truth badge: green at rest, grey while another step may be on the screen, red when backprop is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES
from core.ops import Call, call
from core.ops.sigmoid import Sigmoid
from screens import live, view
from screens.view import KEY
from tests.screens.app import asked, click, message_of, open_app, open_with_requests, ran, view_of
from viz.slices import unpack


def badges(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown if "-badge[" in text.value]


def check_of(app: AppTest) -> dict:
    """What the stage hears of it."""
    return unpack(message_of(app))[0]["check"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slope of the sigmoid, wrong by a tenth."""
    right = Sigmoid.slope

    def wrong(z, a, slope, buffers) -> list[Call]:
        return [*right(z, a, slope, buffers), call(np.multiply, slope, 1.1, slope)]

    monkeypatch.setattr(Sigmoid, "slope", wrong)


def test_at_rest_it_is_green_and_the_stage_hears_the_same() -> None:
    app = open_app("two_two_two")
    (shown,) = badges(app)
    assert shown.startswith(":green-badge[:material/check_circle: checked · worst error ")
    check = check_of(app)
    assert (check["step"], check["count"], check["of"], check["verdict"]) == (0, 12, 12, "agrees")
    assert check["worst"] < 1e-8
    assert check["short"] in shown


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_is_green(recipe: str) -> None:
    app = open_app(recipe)
    assert badges(app)[0].startswith(":green-badge")
    assert check_of(app)["verdict"] == "agrees"


def test_it_stands_on_every_view_of_gradients() -> None:
    app = open_app("two_two_two")
    app.session_state["explanation_card"] = True
    app.session_state["panels_card"] = True
    assert len(badges(ran(app))) == 3


def test_without_a_selection_the_inspector_shows_no_gradient_and_no_badge() -> None:
    app = open_app("two_two_two")
    now = view_of(app)
    app.session_state[KEY] = replace(now, session=replace(now.session, selected=""))
    assert badges(ran(app)) == []


def test_a_broken_rule_is_red_everywhere(broken: None) -> None:
    app = open_app("two_two_two")
    assert badges(app)[0].startswith(":red-badge[:material/cancel: wrong · worst error 0.")
    assert check_of(app)["verdict"] == "differs"
    assert "is not the slope of the loss" in check_of(app)["note"]
    app = click(app, "step")
    assert badges(app)[0].startswith(":red-badge")


def test_while_it_plays_it_is_grey_and_says_which_step_was_checked() -> None:
    app = open_with_requests("circles")
    assert badges(app) == [":gray-badge[:material/pending: pause to check]"]
    assert check_of(app) is None
    sent = view_of(app).sent
    asked(app, live.on_need, request(app))
    check = check_of(app)
    assert (check["step"], check["verdict"]) == (sent.step, "agrees")
    assert check["count"] >= 1
    assert badges(ran(app)) == [f":gray-badge[:material/pending: checked at step {sent.step:,}]"]


def test_between_a_pause_and_its_step_it_is_grey_then_green() -> None:
    app = open_with_requests("circles")
    asked(app, view.halt)
    assert badges(app) == [":gray-badge[:material/pending: pause to check]"]
    asked(app, live.on_need, {**request(app), "drawn": 7, "settled": True})
    assert view_of(app).session.cursor == 7
    assert badges(app)[0].startswith(":green-badge")
    assert check_of(app)["step"] == 7


def test_each_step_is_checked_anew() -> None:
    app = click(open_app("two_two_two"), "step")
    assert check_of(app)["step"] == 1
    app = click(app, "back")
    assert check_of(app)["step"] == 0


def request(app: AppTest) -> dict:
    """What the stage says when its queue runs low."""
    now = view_of(app)
    return {
        "drawn": now.session.cursor,
        "run": f"{now.name}-{now.session.run}",
        "heard": now.sent.sequence,
        "structure": now.sent.structure,
        "settled": False,
        "n": 1,
    }
