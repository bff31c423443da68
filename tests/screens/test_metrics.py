"""The numbers of the step on the screen: at rest those of that step, while it plays none."""

import json

import pytest

from core import RECIPES
from core.metrics import kind_of
from tests.screens.app import click, now, open_app, ran, said, session_of


def tables(app) -> list[str]:
    return [box.value for box in app.markdown if box.value.startswith("| examples")]


def cells(app) -> dict[str, list[str]]:
    """The rows of the table by the name of their set."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in tables(app)[0].splitlines()]
    return {name: rest for name, *rest in (rows[0], *rows[2:])}


def test_while_it_plays_there_are_no_numbers_that_would_be_stale() -> None:
    app = open_app("moons", playing=True)
    assert tables(app) == []
    assert "Pause to see how good the answers are at a step." in said(app)


@pytest.mark.parametrize("recipe", RECIPES)
def test_at_rest_each_recipe_has_its_numbers(recipe: str) -> None:
    app = open_app(recipe)
    session = session_of(app)
    last = {"regression": ["R²", "squared gap"]}.get(kind_of(session.program.examples), ["accuracy"])
    found = cells(app)
    assert found["examples"] == ["number", "loss", *last]
    assert found["train"][0] == f"{len(session.program.examples.x):,}"


def test_the_numbers_are_those_of_the_step_on_the_screen() -> None:
    app = open_app("moons")
    app.number_input(key=now(app, "validation_fraction")).set_value(0.25)
    ran(app)
    for _ in range(2):
        click(app, "step")
        session, found = session_of(app), cells(app)
        state, known = session.history.state(session.cursor), session.program.examples
        assert f"**How good it is** at step {session.cursor}" in [box.value for box in app.markdown]
        assert list(found) == ["examples", "train", "validation", "test"]
        for name, x, y in (("train", known.x, known.y), ("validation", known.x_validation, known.y_validation),
                           ("test", known.x_test, known.y_test)):  # fmt: skip
            right = (session.program.predict(state, x) > 0.5) == (y > 0.5)
            loss = session.program.evaluate(state, x, y)
            assert found[name] == [str(len(x)), f"{loss:.4g}", f"{right.mean():.1%}"]


def test_a_weight_that_was_set_by_hand_is_in_the_numbers_at_once() -> None:
    app = open_app("moons")
    before = cells(app)["train"]
    app.number_input(key=now(app, "weight_value")).set_value(4.0)
    ran(app)
    session, known = session_of(app), session_of(app).program.examples
    loss = session.program.evaluate(session.history.state(session.cursor), known.x, known.y)
    assert before[1] != cells(app)["train"][1] == f"{loss:.4g}"


@pytest.mark.parametrize(("recipe", "classes"), [("moons", 2), ("blobs", 3)])
def test_which_class_was_taken_for_which_is_counted_on_the_chosen_set(recipe: str, classes: int) -> None:
    app = open_app(recipe)
    click(app, "step")
    app.session_state["confusion"] = True
    ran(app)
    sizes = {name: row[0] for name, row in cells(app).items() if name != "examples"}
    for name, size in ((name, int(number)) for name, number in sizes.items()):
        app.button_group(key=now(app, "confusion_set")).set_value(name)
        ran(app)
        heat = json.loads(app.get("plotly_chart")[-1].proto.spec)["data"][0]
        assert heat["type"] == "heatmap"
        assert len(heat["text"]) == classes
        right = sum(int(heat["text"][k][k]) for k in range(classes))
        assert sum(int(cell) for row in heat["text"] for cell in row) == size
        assert f"{right / size:.1%}" == cells(app)[name][2]


def test_a_regression_has_no_classes_to_be_taken_for_each_other() -> None:
    app = open_app("sine")
    assert "Which class was taken for which" not in [expander.label for expander in app.expander]


def test_numbers_that_are_none_are_a_dash() -> None:
    app = open_app("sine")
    app.number_input(key=now(app, "samples")).set_value(4)
    app.number_input(key=now(app, "test_fraction")).set_value(0.75)
    ran(ran(app))
    assert cells(app)["train"][2] == "–"
