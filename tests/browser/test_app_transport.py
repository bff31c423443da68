"""Plays, pauses and steps by button and by key: the step on screen is the one Python means."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import (
    at_rest,
    button,
    drawn,
    keyed,
    numbers,
    open_recipe,
    press,
    readout,
    settle,
    single_step,
    stage,
    step,
    wait_for,
)  # fmt: skip

pytestmark = pytest.mark.browser


def test_after_a_click_on_a_recipe_the_space_bar_pauses_and_plays(page: Page) -> None:
    open_recipe(page, "2-2-2", "2-2-2")
    open_recipe(page, "Moons", "2-6-1")
    for playing in ("false", "true"):
        page.keyboard.press("Space")
        wait_for(page, f"stage.playing === '{playing}'")


def test_pause_stays_on_one_step_everywhere(resting: Page) -> None:
    at = step(resting)
    resting.evaluate("asideFor(1)")
    assert step(resting) == at == int(readout(resting)["step"])
    assert resting.evaluate("isPainted()")


def test_a_step_is_exactly_one_training_step(resting: Page) -> None:
    before = numbers(resting)
    at = step(resting)
    assert single_step(resting) == at + 1
    wait_for(resting, "stage.phase === 'still'")
    after = numbers(resting)
    assert int(readout(resting)["step"]) == at + 1
    assert after["weight"] == before["weight"] + before["update"] == before["next"]


def test_a_step_is_shown_phase_by_phase(resting: Page) -> None:
    resting.evaluate("window.phases = []; void backflow.on('phase', ({phase}) => window.phases.push(phase))")
    single_step(resting)
    wait_for(resting, "stage.phase === 'still'")
    assert resting.evaluate("window.phases") == [
        "forward h1", "forward out", "loss", "backward out", "backward h1", "update", "still",
    ]  # fmt: skip


def test_back_returns_to_the_same_numbers(resting: Page) -> None:
    before, loss = numbers(resting), drawn(resting)
    at = single_step(resting)
    wait_for(resting, "stage.phase === 'still'")
    button(resting, "back").click()
    wait_for(resting, f"Number(stage.step) === {at - 1}")
    assert (numbers(resting), drawn(resting)) == (before, loss)


def test_the_arrow_keys_step_and_go_back(resting: Page) -> None:
    at = step(resting)
    press(resting, "ArrowRight")
    wait_for(resting, f"Number(stage.step) === {at + 1}")
    wait_for(resting, "stage.phase === 'still'")
    settle(resting)
    press(resting, "ArrowLeft")
    wait_for(resting, f"Number(stage.step) === {at}")


def test_a_step_asked_for_while_the_last_one_is_played_follows_it(resting: Page) -> None:
    wait_for(resting, "stage.phase === 'still'")
    settle(resting)
    at = single_step(resting)
    wait_for(resting, "stage.phase === 'loss'")
    assert single_step(resting) == at + 1
    wait_for(resting, "stage.phase === 'still'")


def test_the_space_bar_plays_and_pauses(resting: Page) -> None:
    at = step(resting)
    press(resting, " ")
    wait_for(resting, f"stage.playing === 'true' && Number(stage.step) > {at + 5}")
    expect(button(resting, "play")).to_contain_text("Pause")
    press(resting, " ")
    at_rest(resting)
    assert int(readout(resting)["step"]) == step(resting)


def test_a_step_right_after_the_pause_follows_the_step_on_screen(resting: Page) -> None:
    """Python hears of the step on screen only after the pause; a quick hand must not be thrown back."""
    press(resting, " ")
    at = step(resting)
    wait_for(resting, f"stage.playing === 'true' && Number(stage.step) > {at + 20}")
    press(resting, " ")
    wait_for(resting, "stage.playing === 'false'")
    stopped = step(resting)
    press(resting, "ArrowRight")
    wait_for(resting, f"Number(stage.step) !== {stopped}")
    assert step(resting) == stopped + 1


def test_home_returns_to_the_first_step_with_the_same_weights(resting: Page) -> None:
    press(resting, "Home")
    wait_for(resting, "Number(stage.step) === 0")
    first = numbers(resting)
    single_step(resting)
    button(resting, "reset").click()
    wait_for(resting, "Number(stage.step) === 0")
    assert numbers(resting) == first
    assert stage(resting)["playing"] == "false"


def test_restart_while_playing_plays_on_from_the_first_step(resting: Page) -> None:
    button(resting, "play").click()
    wait_for(resting, "stage.playing === 'true' && Number(stage.step) > 40")
    resting.evaluate(
        "window.lowest = Infinity; void backflow.on('drawn', (row) => { lowest = Math.min(lowest, row.step); })"
    )
    button(resting, "reset").click()
    resting.wait_for_function("window.lowest === 0")
    wait_for(resting, "stage.playing === 'true' && Number(stage.step) > 3")


def test_new_weights_start_again_with_other_numbers(resting: Page) -> None:
    press(resting, "Home")
    wait_for(resting, "Number(stage.step) === 0")
    before = numbers(resting)["weight"]
    button(resting, "reseed").click()
    resting.wait_for_function("before => numbersNow().weight !== before", arg=before)
    assert step(resting) == 0


def test_keys_typed_into_a_field_do_not_steer(resting: Page) -> None:
    at = step(resting)
    field = keyed(resting, "hidden_layers").locator("input")
    field.focus()
    for key in ("Home", "ArrowRight", "ArrowLeft", " ", "Backspace", "Escape"):
        resting.keyboard.press(key)
    settle(resting)
    assert (step(resting), stage(resting)["playing"]) == (at, "false")


def test_a_step_asked_for_while_it_plays_pauses_and_follows_the_step_on_screen(resting: Page) -> None:
    button(resting, "play").click()
    wait_for(resting, "stage.playing === 'true' && Number(stage.step) > 30")
    resting.evaluate("window.steps = []; void backflow.on('drawn', (row) => { steps.push(row.step); })")
    button(resting, "step").click()
    wait_for(resting, "stage.playing === 'false' && stage.phase === 'forward h1'")
    steps = resting.evaluate("window.steps")
    assert steps == sorted(steps), "the screen jumped back"
    assert steps[-1] - steps[-2] == 1
