"""Holds what the browser is sent in every situation: nothing twice, nothing missing, nothing of another run."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Spec
from core import session as sessions
from core.session import Session
from core.spec import adjust
from tests.core.runs import OVERFLOWING, faster
from tests.viz.receiving import Browser
from tests.viz.recipes import each_recipe
from viz.look import Look, refit


@pytest.fixture
def browser() -> Browser:
    return Browser(sessions.begin(RECIPES["moons"], playing=True))


def test_a_newcomer_gets_structure_rows_and_the_surface(browser: Browser) -> None:
    header, numbers = browser.receive()
    assert (header["sequence"], header["run"], header["cursor"], header["playing"]) == (1, "me-0", 0, True)
    assert header["structure"]["id"] == header["structure_id"]
    assert list(numbers["step"]) == list(range(len(numbers["step"])))
    assert len(numbers["step"]) > 1
    assert numbers["surface"].size
    assert list(numbers["history_step"]) == [0]


def test_rows_follow_each_other_without_a_gap_and_without_a_repeat(browser: Browser) -> None:
    steps = list(browser.receive()[1]["step"])
    for _ in range(5):
        header, numbers = browser.receive(more=True)
        assert header["structure"] is None
        assert "history_step" not in numbers
        steps += list(numbers["step"])
    assert steps == list(range(len(steps)))


def wide_rows() -> Session:
    """A network of which memory keeps fewer rows than are drawn in a second."""
    full = adjust.with_batch(RECIPES["spiral"].with_learning_rate(0.01), None)
    return sessions.begin(full, playing=True)


def test_no_row_is_let_go_before_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.session.recording.WORK_SECONDS", 10.0)  # a fast machine
    browser = Browser(wide_rows())
    steps = [step for _ in range(4) for step in browser.receive(more=True)[1]["step"]]
    assert steps == list(range(len(steps)))


CHANGES = {
    "other rows": lambda spec: adjust.with_regulariser(spec, "l2", 0.1),
    "the same rows": lambda spec: spec.with_learning_rate(0.02),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_a_change_goes_on_from_the_step_on_the_screen_with_its_weights(
    changed: Callable[[Spec], Spec], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.session.recording.WORK_SECONDS", 10.0)
    browser = Browser(wide_rows())
    _, before = browser.receive(more=True)
    browser.session = sessions.looked_at(browser.session, 5)
    browser.session = sessions.change(browser.session, changed(browser.session.spec))
    _, after = browser.receive()
    assert after["step"][0] == 5
    assert np.array_equal(after["parameter"][0], before["parameter"][5])


def test_without_a_question_nothing_is_trained(browser: Browser) -> None:
    browser.receive()
    before = browser.session.history.last
    _, numbers = browser.receive()
    assert len(numbers["step"]) == 0
    assert browser.session.history.last == before


@each_recipe
def test_the_rows_sent_are_the_recorded_ones(name: str) -> None:
    browser = Browser(sessions.begin(RECIPES[name], playing=True), Look(edges=10_000))
    _, numbers = browser.receive()
    block = browser.session.program.layout.blocks["gradient"]
    for k, step in enumerate(numbers["step"]):
        row = browser.session.history.step(int(step)).row
        assert numbers["loss"][k] == browser.session.history.step(int(step)).loss
        assert np.array_equal(numbers["gradient"][k], row[block].astype(numbers["gradient"].dtype))


def test_at_rest_only_the_row_of_the_cursor_is_sent(browser: Browser) -> None:
    browser.receive()
    browser.session = sessions.pause(sessions.looked_at(browser.session, 1))
    header, numbers = browser.receive()
    assert (header["playing"], header["cursor"], list(numbers["step"])) == (False, 1, [1])


def test_a_micro_step_says_so(browser: Browser) -> None:
    browser.session = sessions.step_forward(browser.session)
    header, numbers = browser.receive(micro=True)
    assert (header["micro"], header["cursor"], list(numbers["step"])) == (True, 1, [1])


def test_playing_on_after_a_rest_sends_what_lies_ahead(browser: Browser) -> None:
    browser.receive()
    browser.session = sessions.pause(sessions.looked_at(browser.session, 1))
    browser.receive()
    browser.session = sessions.play(sessions.ready_to_extend(browser.session))
    header, numbers = browser.receive(more=True)
    assert header["run"] == "me-1"
    assert list(numbers["step"])[:2] == [1, 2]
    assert list(numbers["history_step"]) == [0, 1]


def test_a_change_while_playing_starts_a_new_run_at_the_cursor(browser: Browser) -> None:
    browser.receive()
    browser.session = faster(sessions.looked_at(browser.session, 1), 0.01)
    header, numbers = browser.receive()
    assert (header["run"], header["revision"], header["structure"]) == ("me-1", 1, None)
    steps = list(numbers["step"])
    assert steps == list(range(1, 1 + len(steps)))
    assert len(steps) > 1


def test_an_edit_while_playing_is_in_the_first_row_sent(browser: Browser) -> None:
    browser.receive()
    browser.session = sessions.edit(sessions.looked_at(browser.session, 1), "h1/W", (0, 0), 2.5)
    header, numbers = browser.receive()
    assert (numbers["step"][0], header["revision"]) == (1, 1)
    place = (
        browser.session.program.layout.slot("h1/W").offset - browser.session.program.layout.blocks["parameter"].start
    )
    assert numbers["parameter"][0, place] == 2.5


def test_other_layers_bring_another_structure(browser: Browser) -> None:
    browser.receive()
    browser.session = sessions.change(browser.session, adjust.with_hidden(browser.session.spec, (2, 2)))
    header, numbers = browser.receive()
    assert header["structure"]["title"] == "2-2-2-1"
    assert numbers["step"][0] == 0


def test_a_browser_that_lost_everything_gets_everything(browser: Browser) -> None:
    browser.receive()
    browser.sent = replace(browser.sent, structure="", run=-1)
    header, numbers = browser.receive()
    assert header["structure"] is not None
    assert numbers["step"][0] == browser.session.cursor
    assert header["sequence"] == 2


@pytest.mark.parametrize("playing", [True, False])
def test_a_fault_ends_the_rows_and_is_said(playing: bool) -> None:
    browser = Browser(sessions.begin(OVERFLOWING, playing=True))
    steps: list[int] = []
    for _ in range(20):
        header, numbers = browser.receive(more=True)
        steps += list(numbers["step"])
    assert header["fault"].startswith(f"Training stopped at step {browser.session.fault.step}: ")
    assert steps == list(range(browser.session.fault.step + 1))
    at_fault = sessions.looked_at(browser.session, browser.session.fault.step)
    browser.session = replace(at_fault, playing=playing)
    header, numbers = browser.receive()
    assert header["cursor"] == browser.session.fault.step
    assert header["fault"]


def test_the_bad_row_itself_can_be_sent_and_surveyed() -> None:
    browser = Browser(sessions.begin(OVERFLOWING))
    while browser.session.fault is None:
        browser.session = sessions.recorded(browser.session, 60)
    browser.session = sessions.looked_at(browser.session, browser.session.fault.step)
    _, numbers = browser.receive()
    everything = [numbers[name] for name in ("loss", "parameter", "gradient", "update", "activation")]
    assert not all(np.isfinite(part).all() for part in everything)
    look = refit(browser.look, browser.session)
    assert np.isfinite([look.span.low, look.span.high, look.delta_span.low, look.delta_span.high]).all()


def test_the_validation_loss_travels_with_its_rows_and_with_the_whole_curve() -> None:
    moons = RECIPES["moons"]
    spec = replace(moons, data=replace(moons.data, validation_fraction=0.2))
    browser = Browser(sessions.begin(spec, playing=True))
    _, numbers = browser.receive()
    losses = browser.session.history.losses
    assert np.isfinite(numbers["validation_loss"]).any()
    assert numbers["validation_loss"].tobytes() == losses.validation[: len(numbers["step"])].tobytes()
    assert numbers["history_validation"][0] == losses.validation[0]
    without = Browser(sessions.begin(moons, playing=True)).receive()[1]
    assert np.isnan(without["validation_loss"]).all()
