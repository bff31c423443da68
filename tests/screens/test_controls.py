"""Uses every control once, on a playing and on a resting page: the session follows and nothing raises."""

import pytest

from core import RECIPES
from core.datasets import DATASETS
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from tests.screens.app import click, message_of, now, open_app, ran, sentences, session_of, view_of
from viz.colour import QUANTITIES
from viz.look import SPEEDS
from viz.slices import unpack

CHOICES = {
    "dataset": ([name for name in DATASETS if name != "given"], lambda spec: spec.data.name),
    "activation": (ACTIVATIONS, lambda spec: spec.layers[0].activation),
    "optimizer": (OPTIMIZERS, lambda spec: spec.optimizer.name),
    "initialiser": (INITIALISERS, lambda spec: spec.layers[0].initialiser.name),
    "loss": (LOSSES, lambda spec: spec.loss.name),
}
each_choice = pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, (names, _) in CHOICES.items() for name in names]
)


@each_choice
def test_every_choice_is_what_trains_next_or_is_refused_with_a_sentence(key: str, name: str) -> None:
    app = open_app("moons")
    app.selectbox(key=now(app, key)).set_value(name)
    ran(app)
    chosen = CHOICES[key][1](session_of(app).spec)
    assert (chosen == name) is (sentences(app) == []), sentences(app)
    assert app.selectbox(key=now(app, key)).value == chosen
    click(app, "step")
    assert session_of(app).cursor == 1


@pytest.mark.parametrize(("place", "recipe"), list(enumerate(RECIPES)))
def test_other_data_can_be_chosen_from_every_recipe(place: int, recipe: str) -> None:
    """Every fifth data set, begun at another one each time; tests/core has all pairs, without a page."""
    app = open_app(recipe)
    for name in list(CHOICES["dataset"][0])[place % 5 :: 5]:
        app.selectbox(key=now(app, "dataset")).set_value(name)
        ran(app)
        assert session_of(app).spec.data.name == name, sentences(app)
        assert sentences(app) == []


def test_the_input_can_be_asked_for_and_the_end_of_the_network_follows() -> None:
    app = open_app("blobs")
    app.toggle(key=now(app, "reproduce")).set_value(True)
    ran(app)
    spec = session_of(app).spec
    assert (spec.data.answer, spec.output.units, spec.output.activation) == ("input", 2, "linear")
    assert (session_of(app).program.examples.y == session_of(app).program.examples.x).all()
    assert sentences(app) == []
    app.toggle(key=now(app, "reproduce")).set_value(False)
    ran(app)
    spec = session_of(app).spec
    assert (spec.data.answer, spec.output.units, spec.output.activation) == ("given", 3, "softmax")


def test_own_data_cannot_be_chosen_without_any_and_say_so() -> None:
    app = open_app("moons")
    app.selectbox(key=now(app, "dataset")).set_value("given")
    ran(app)
    assert session_of(app).spec.data.name == "moons"
    assert len(sentences(app)) == 1


@pytest.mark.parametrize("colour_by", QUANTITIES)
@pytest.mark.parametrize("playing", [True, False])
def test_every_colour_reaches_the_browser(colour_by: str, playing: bool) -> None:
    app = open_app("moons", playing)
    app.selectbox(key=now(app, "colour_by")).set_value(colour_by)
    header, _ = unpack(message_of(ran(app)))
    assert header["colour"]["by"] == colour_by == view_of(app).look.colour_by


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("playing", [True, False])
def test_every_speed_reaches_the_browser(speed: str, playing: bool) -> None:
    app = open_app("moons", playing)
    app.select_slider(key="speed").set_value(speed)
    header, _ = unpack(message_of(ran(app)))
    assert header["speed"]["rows_per_second"] == SPEEDS[speed].rows_per_second
    assert session_of(app).playing is playing


def test_the_transport_steps_back_restarts_and_plays() -> None:
    app = open_app("moons")
    for _ in range(3):
        click(app, "step")
    assert (session_of(app).cursor, session_of(app).history.last) == (3, 3)
    assert unpack(message_of(app))[0]["micro"]
    click(app, "back")
    assert session_of(app).cursor == 2
    click(app, "reset")
    assert (session_of(app).cursor, session_of(app).history.last) == (0, 0)
    click(app, "back")
    assert session_of(app).cursor == 0
    assert app.button(key="play").label == "Play"
    click(app, "play")
    assert session_of(app).playing
    assert app.button(key="play").label == "Pause"
    click(app, "play")
    assert not session_of(app).playing


def test_new_weights_change_the_seed_in_the_side_bar() -> None:
    app = open_app("moons")
    click(app, "reseed")
    ran(app)
    assert app.number_input(key=now(app, "seed")).value == session_of(app).spec.seed == 1


def test_biases_can_be_held_and_freed() -> None:
    app = open_app("moons")
    app.toggle(key=now(app, "train_biases")).set_value(False)
    assert session_of(ran(app)).spec.frozen == ("*/b",)
    assert set(session_of(app).step.update("h1/b")) == {0.0} or session_of(app).cursor == 0
    app.toggle(key=now(app, "train_biases")).set_value(True)
    assert session_of(ran(app)).spec.frozen == ()


def test_one_weight_can_be_frozen_and_freed() -> None:
    app = open_app("moons")
    app.toggle(key=now(app, "frozen")).set_value(True)
    assert session_of(ran(app)).spec.frozen == ("h1/W[0,0]",)
    app.toggle(key=now(app, "frozen")).set_value(False)
    assert session_of(ran(app)).spec.frozen == ()


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_a_batch_can_be_added_or_averaged(reduction: str) -> None:
    app = open_app("moons")
    app.button_group(key=now(app, "reduction")).set_value(reduction)
    assert session_of(ran(app)).spec.loss.reduction == reduction


@pytest.mark.parametrize("playing", [True, False])
def test_everything_in_the_box_can_be_selected(playing: bool) -> None:
    app = open_app("two_two_two", playing)
    for path in app.selectbox(key=now(app, "selected")).options:
        app.selectbox(key=now(app, "selected")).set_value(path)
        ran(app)
        assert session_of(app).selected == ("" if path == "nothing" else path)
        assert unpack(message_of(app))[0]["selected"] == session_of(app).selected


def test_a_typed_weight_is_in_the_row_the_browser_gets() -> None:
    app = open_app("moons")
    click(app, "step")
    app.number_input(key=now(app, "weight_value")).set_value(0.75)
    header, numbers = unpack(message_of(ran(app)))
    assert session_of(app).step.parameter("h1/W")[0, 0] == 0.75
    assert (header["revision"], header["cursor"], numbers["step"].tolist()) == (1, 1, [1])
    assert app.number_input(key=now(app, "weight_value")).value == 0.75


def test_the_learning_rate_does_not_reset_the_run() -> None:
    app = open_app("moons")
    for _ in range(4):
        click(app, "step")
    app.number_input(key=now(app, "learning_rate")).set_value(0.001)
    ran(app)
    assert (session_of(app).cursor, session_of(app).spec.learning_rate) == (4, 0.001)


def test_other_layers_say_what_was_kept() -> None:
    app = open_app("moons")
    app.text_input(key=now(app, "hidden_layers")).set_value("6, 3")
    ran(app)
    assert "h1/W, h1/b and out/b kept their weights." in session_of(app).notice
    assert session_of(app).notice in [caption.value for caption in app.caption]
