"""Weights pasted or uploaded into a layer: they are in the row the browser gets, and the layer is frozen."""

import numpy as np
import pytest

from core import RECIPES, compile_program
from core.spec import adjust
from core.weights import weights_text
from tests.screens.app import click, message_of, now, open_app, ran, sentences, session_of
from viz.slices import unpack


def trained_text(hidden: tuple[int, ...] | None = None) -> tuple[str, np.ndarray]:
    """The weights of h1 from another run, and its W."""
    spec = RECIPES["moons"] if hidden is None else adjust.with_hidden(RECIPES["moons"], hidden)
    program = compile_program(spec)
    state = program.run(program.start(), 30)
    return weights_text(state, "h1"), state.parameter("h1/W")


def open_layer(playing: bool = False):
    """The page with the weights of h1 laid open."""
    app = open_app("moons", playing)
    app.session_state["layer_h1"] = True
    app = ran(app)
    assert "paste_h1" in [area.key for area in app.text_area], "the expander did not open"
    return app


@pytest.mark.parametrize("playing", [True, False])
def test_pasted_weights_are_in_the_row_and_frozen(playing: bool) -> None:
    text, given = trained_text()
    app = open_layer(playing)
    app.text_area(key="paste_h1").set_value(text)
    ran(app)
    session = session_of(app)
    assert sentences(app) == []
    assert session.spec.frozen == ("h1",)
    assert np.array_equal(session.step.parameter("h1/W"), given)
    _, numbers = unpack(message_of(app))
    places = session.program.layout.slot("h1/W").places() - session.program.layout.blocks["parameter"].start
    np.testing.assert_allclose(numbers["parameter"][0][places], given, rtol=1e-6)
    assert app.toggle(key=now(app, "frozen_h1")).value


def test_an_uploaded_file_is_loaded_too() -> None:
    text, given = trained_text()
    app = open_layer()
    app.file_uploader(key="load_h1").set_value(("h1.json", text.encode(), "application/json"))
    assert np.array_equal(session_of(ran(app)).step.parameter("h1/W"), given)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"\xff\xfe\x00", "The weights text is not valid JSON"),
        (b"", "The weights text is not valid JSON"),
        (trained_text((3,))[0].encode(), "expected layers of equal width"),
    ],
)
def test_a_bad_file_is_a_sentence_and_changes_nothing(content: bytes, part: str) -> None:
    app = open_layer()
    before = session_of(app)
    app.file_uploader(key="load_h1").set_value(("h1.json", content, "application/json"))
    ran(app)
    assert part in sentences(app)[0]
    assert session_of(app).history is before.history


def test_an_emptied_field_changes_nothing() -> None:
    app = open_layer()
    app.text_area(key="paste_h1").set_value(" ")
    ran(app)
    assert session_of(app).spec.frozen == ()
    assert sentences(app) == []


def test_a_loaded_layer_can_be_freed_and_trains_on() -> None:
    app = open_layer()
    app.text_area(key="paste_h1").set_value(trained_text()[0])
    ran(app)
    app.toggle(key=now(app, "frozen_h1")).set_value(False)
    ran(ran(app))
    click(app, "step")
    assert session_of(app).spec.frozen == ()
    assert np.any(session_of(app).step.update("h1/W") != 0.0)
