"""Opens the page on everything there is: it trains at once, and nothing on it raises."""

import pickle
from math import prod

import pytest

from core import RECIPES
from core.recipes import RECIPE_TEXTS
from screens.view import FIRST_RECIPE
from tests.screens.app import message_of, now, open_app, ran, said, sentences, session_of, view_of
from viz.slices import unpack

each_recipe = pytest.mark.parametrize("recipe", RECIPES)


def test_a_newcomer_finds_a_network_that_trains() -> None:
    app = open_app()
    header, numbers = unpack(message_of(app))
    assert session_of(app).playing
    assert header["playing"]
    assert len(numbers["step"]) > 10
    assert header["selected"] == session_of(app).selected
    assert sentences(app) == []
    assert RECIPE_TEXTS[FIRST_RECIPE].about in said(app), "the line of notices is there before there is one"


@each_recipe
@pytest.mark.parametrize("playing", [True, False])
def test_every_recipe_opens(recipe: str, playing: bool) -> None:
    app = open_app(recipe, playing)
    header, numbers = unpack(message_of(app))
    shapes = [map(int, shape.split("×")) for shape in header["structure"]["title"].split("-")]
    assert [prod(shape) for shape in shapes] == sizes(RECIPES[recipe])
    assert header["playing"] is playing
    assert len(numbers["step"]) >= 1
    assert sentences(app) == []


def sizes(spec) -> list[int]:
    """How many numbers each layer has for an example, the data first."""
    from core import compile_program

    network = compile_program(spec).network
    return [network.inputs, *(layer.units for layer in network.layers)]


@each_recipe
def test_every_recipe_can_be_chosen_and_says_what_it_is(recipe: str) -> None:
    app = open_app("moons" if recipe == FIRST_RECIPE else None)
    app.button_group(key=now(app, "recipe")).set_value(recipe)
    ran(app)
    assert view_of(app).recipe == recipe
    assert session_of(app).spec == RECIPES[recipe]
    assert session_of(app).playing
    assert RECIPE_TEXTS[recipe].about in said(app)


def test_the_pill_that_was_clicked_is_the_marked_one() -> None:
    app = open_app()
    for recipe in ("spiral", "xor", "blobs"):
        app.button_group(key=now(app, "recipe")).set_value(recipe)
        ran(app)
        assert app.button_group(key=now(app, "recipe")).value == recipe


def test_a_second_run_sends_the_same_slice_again_and_trains_nothing() -> None:
    app = open_app("moons")
    before = message_of(app)
    assert message_of(ran(app)) == before


@each_recipe
def test_what_is_kept_between_runs_can_be_pickled(recipe: str) -> None:
    """A server may write its sessions down (`runner.enforceSerializableSessionState`)."""
    view = view_of(open_app(recipe, playing=True))
    back = pickle.loads(pickle.dumps(view))  # noqa: S301 - our own bytes
    assert back.session.spec == view.session.spec
    assert back.session.step.row.tobytes() == view.session.step.row.tobytes()
    assert back.sent == view.sent


def test_everything_the_app_itself_keeps_can_be_pickled() -> None:
    """Streamlit's own objects behind live components cannot, so the setting as a whole stays off."""
    app = open_app()
    app.text_input(key=now(app, "hidden_layers")).set_value("4, 4")
    kept = ran(app).session_state._state.filtered_state
    own = {key: value for key, value in kept.items() if not type(value).__module__.startswith("streamlit")}
    assert "backflow" in own
    for key, value in own.items():
        assert pickle.loads(pickle.dumps(value)) is not None or value is None, key  # noqa: S301 - our own bytes


def test_the_charts_have_a_name_for_those_who_do_not_see_them() -> None:
    charts = open_app("moons").get("plotly_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt for chart in charts)


def test_another_recipe_has_something_selected_too() -> None:
    app = open_app("circles")
    assert session_of(app).selected == "h1/W[0,0]"
    for recipe in ("cnn", "adding_lstm", "two_two_two"):
        app.pills(key=now(app, "recipe")).set_value(recipe)
        app = ran(app)
        assert view_of(app).recipe == recipe
        assert session_of(app).selected.startswith("h1/W[")
