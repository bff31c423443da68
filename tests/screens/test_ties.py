"""Tied weights are switched on the page where the widths mirror each other; gates have no activation to choose."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES, Dense
from core.spec import adjust
from tests.screens.app import now, open_app, ran, said, session_of

AUTOENCODERS = ("digit_autoencoder", "denoising", "eight_three_eight", "sparse")
MIRRORED = (*AUTOENCODERS, "two_two_two", "one_three_one", "sum_of_two_sigmoids", "sine")


def switch(app: AppTest, tied: bool) -> AppTest:
    app.toggle(key=now(app, "tied")).set_value(tied)
    return ran(ran(app))


def test_the_output_layer_is_tied_and_gets_weights_of_its_own_again() -> None:
    app = open_app("digit_autoencoder")
    assert not session_of(app).spec.output.tied
    app = switch(app, True)
    assert session_of(app).spec.output.tied == "h1"
    assert "The output layer now uses the weights of h1, transposed; it has none of its own." in said(app)
    assert [slot.path for slot in session_of(app).program.layout.parameters()] == ["h1/W", "h1/b", "out/b"]
    app = switch(app, False)
    assert not session_of(app).spec.output.tied
    assert len(session_of(app).program.layout.parameters()) == 4
    assert "The output layer has weights of its own again." in said(app)


@pytest.mark.parametrize("recipe", RECIPES)
def test_it_can_be_switched_just_where_it_fits(recipe: str) -> None:
    app = open_app(recipe)
    box = app.toggle(key=now(app, "tied"))
    assert box.disabled == (recipe not in MIRRORED)
    assert box.value == (recipe == "denoising")


def test_one_layer_alone_cannot_be_tied_to_itself() -> None:
    spec = replace(RECIPES["eight_three_eight"], layers=(Dense(8, "sigmoid"),))
    assert not adjust.can_tie(spec, 8)


@pytest.mark.parametrize(
    ("recipe", "shown"), [("moons", True), ("cnn", True), ("adding_rnn", True), ("adding_lstm", False)]
)
def test_an_activation_is_asked_for_where_there_is_one_to_choose(recipe: str, shown: bool) -> None:
    app = open_app(recipe)
    assert (now(app, "activation") in [box.key for box in app.selectbox]) == shown
