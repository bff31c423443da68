"""Holds how the numbers are dressed on their way: colours, speeds, headlines, and the size of the messages."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from tests.core.runs import trained
from tests.viz.receiving import Browser
from tests.viz.recipes import each_recipe
from viz.colour import QUANTITIES, Range
from viz.look import SPEEDS, Look, refit


@pytest.fixture
def browser() -> Browser:
    return Browser(sessions.begin(RECIPES["moons"], playing=True))


@each_recipe
@pytest.mark.parametrize("colour_by", QUANTITIES)
def test_every_colour_has_its_scale_and_its_words(name: str, colour_by: str) -> None:
    session = sessions.begin(RECIPES[name], playing=True)
    browser = Browser(session, refit(Look(colour_by=colour_by), session))
    colour = browser.receive()[0]["colour"]
    assert colour["by"] == colour_by
    assert colour["low"] < colour["high"]
    assert colour["title"] == QUANTITIES[colour_by].title
    assert colour["delta"][0] < colour["delta"][1]


def test_another_colour_sends_no_rows_again(browser: Browser) -> None:
    browser.receive()
    browser.look = replace(browser.look, colour_by="weight", span=Range(-2.0, 0.0))
    header, numbers = browser.receive()
    assert (header["colour"]["by"], len(numbers["step"]), header["run"]) == ("weight", 0, "me-0")


@pytest.mark.parametrize("name", SPEEDS)
def test_every_speed_records_at_its_stride(name: str, browser: Browser) -> None:
    browser.look = replace(browser.look, speed=name)
    header, numbers = browser.receive()
    speed = SPEEDS[name]
    assert header["speed"] == {"rows_per_second": speed.rows_per_second, "stride": speed.stride}
    gaps = np.diff(numbers["step"])
    assert set(gaps[1:]) <= {speed.stride}
    assert (len(numbers["step"]) > 1) == (speed.rows_per_second > 0)


def test_headlines_come_in_order_and_belong_to_rows_that_are_sent(browser: Browser) -> None:
    for _ in range(3):
        header, numbers = browser.receive(more=True)
        steps = [line[0] for line in header["headlines"]]
        assert steps == sorted(set(steps))
        assert set(steps) <= set(numbers["step"].tolist())
        assert steps[0] == numbers["step"][0]


@each_recipe
def test_the_answer_is_that_of_the_parameters_of_its_step(name: str) -> None:
    browser = Browser(sessions.begin(RECIPES[name], playing=True))
    _, numbers = browser.receive()
    program = browser.session.program
    pictures = numbers.get("surface", numbers.get("curve"))
    if pictures is None:
        assert len(program.examples.x) < 4 or program.network.inputs > 2
        return
    corner = numbers_of_first_place(program)
    for step, picture in zip(numbers["answer_step"], pictures, strict=True):
        outputs = program.predict(browser.session.history.state(int(step)), corner)[0]
        expected = outputs[0] if len(outputs) == 1 else outputs.argmax()
        np.testing.assert_allclose(picture.ravel()[0], expected, rtol=1e-6)


def numbers_of_first_place(program) -> np.ndarray:
    """The first input of the picture: its lower left corner, or the left end of its line."""
    from viz.plane import places

    return places(program.examples)[:1]


def test_a_long_run_sends_its_curve_thinned() -> None:
    browser = Browser(trained(RECIPES["moons"], 4000))
    numbers = browser.receive()[1]
    assert len(numbers["history_step"]) == len(numbers["history_loss"]) == len(numbers["history_test"]) <= 1500
    assert (numbers["history_step"][0], numbers["history_step"][-1]) == (0, 4000)
    assert len(browser.sent.message) < 100_000


@each_recipe
def test_a_second_of_rows_is_a_small_message(name: str) -> None:
    browser = Browser(sessions.begin(RECIPES[name], playing=True))
    browser.receive()
    browser.receive(more=True)
    assert len(browser.sent.message) < 500_000
