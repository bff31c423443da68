"""The fields that stop a run, the sentence when it has stopped, and the way back to the best step."""

import numpy as np
import pytest

from core.ranges import Whole
from core.stops import STOPS
from screens.live import on_need
from tests.screens.app import (
    asked,
    click,
    message_of,
    now,
    open_app,
    open_with_requests,
    ran,
    sentences,
    session_of,
    view_of,
)
from viz.slices import unpack

VALUES = {"step": 40, "epoch": 3, "loss": 0.25, "accuracy": 0.9, "gradient_norm": 0.125, "patience": 50}
each_stop = pytest.mark.parametrize("name", STOPS)


def infos(app) -> list[str]:
    return [box.value for box in app.info]


def open_validated(playing: bool = False):
    app = open_app("moons", playing)
    app.number_input(key=now(app, "validation_fraction")).set_value(0.25)
    return ran(app)


@each_stop
@pytest.mark.parametrize("playing", [True, False])
def test_each_condition_can_be_set_and_taken_off_again(name: str, playing: bool) -> None:
    app = open_validated(playing)
    app.number_input(key=now(app, f"stop_{name}")).set_value(VALUES[name])
    assert session_of(ran(app)).spec.stop(name) == VALUES[name]
    assert sentences(app) == []
    assert app.number_input(key=now(app, f"stop_{name}")).value == VALUES[name]
    app.number_input(key=now(app, f"stop_{name}")).set_value(None)
    assert session_of(ran(app)).spec.stops == ()


@each_stop
def test_a_bad_value_is_a_sentence_and_changes_nothing(name: str) -> None:
    app = open_validated()
    limit = STOPS[name].limit
    app.number_input(key=now(app, f"stop_{name}")).set_value(
        limit.high + 1 if isinstance(limit, Whole) else limit.high * 2
    )
    ran(app)
    assert f"stop.{name} is " in sentences(app)[0]
    assert session_of(app).spec.stops == ()


def test_early_stopping_without_validation_examples_is_refused_with_a_sentence() -> None:
    app = open_app("moons")
    app.number_input(key=now(app, "stop_patience")).set_value(50)
    ran(app)
    assert "held out for validation" in sentences(app)[0]
    assert app.number_input(key=now(app, "stop_patience")).value is None


def test_an_accuracy_of_a_regression_is_refused_with_a_sentence() -> None:
    app = open_app("sine")
    app.number_input(key=now(app, "stop_accuracy")).set_value(0.9)
    ran(app)
    assert "these targets are no classes" in sentences(app)[0]


def test_a_single_step_that_meets_a_condition_says_so_and_the_next_one_goes_on() -> None:
    app = open_app("moons")
    app.number_input(key=now(app, "stop_step")).set_value(2)
    ran(app)
    click(app, "step")
    assert infos(app) == []
    click(app, "step")
    assert infos(app) == ["Stopped at step 2: step 2 was reached."]
    click(app, "step")
    assert (session_of(app).cursor, infos(app)) == (3, [])


def play_to_the_end(app) -> int:
    """What the stage does: it draws all rows there are, and asks again, until they end; the last step."""
    for _ in range(100):
        header, numbers = unpack(message_of(app))
        if header["stopped"]:
            break
        drawn = int(numbers["step"][-1]) if len(numbers["step"]) else session_of(app).cursor
        asked(app, on_need, need(app, drawn))
    last = session_of(app).history.last
    asked(app, on_need, need(app, last, settled=True))
    return last


def need(app, drawn: int, settled: bool = False) -> dict:
    view = view_of(app)
    return {
        "drawn": drawn,
        "heard": view.sent.sequence,
        "run": f"{view.name}-{view.session.run}",
        "structure": view.sent.structure,
        "settled": settled,
    }


def test_a_playing_run_stops_by_itself_and_plays_on_when_asked() -> None:
    app = open_with_requests("moons")
    app.number_input(key=now(app, "stop_loss")).set_value(0.3)
    ran(app)
    last = play_to_the_end(app)
    session = session_of(app)
    assert (session.playing, session.cursor) == (False, last)
    assert session.step.loss < 0.3
    assert infos(app) == [f"Stopped at step {last:,}: the loss fell below 0.3."]
    click(app, "play")
    assert session_of(app).playing
    assert not unpack(message_of(app))[0]["stopped"]
    assert session_of(app).history.last > last
    assert infos(app) == []


def test_the_best_step_is_a_click_away() -> None:
    app = open_validated()
    for _ in range(3):
        click(app, "step")
    losses = session_of(app).history.losses
    best = int(losses.steps[np.nanargmin(losses.validation)])
    click(app, "back" if best == 3 else "step")
    click(app, "best")
    assert session_of(app).cursor == best
    assert app.button(key="best").disabled


def test_without_validation_examples_no_best_step_is_offered() -> None:
    app = open_app("moons")
    assert "best" not in [button.key for button in app.button]
