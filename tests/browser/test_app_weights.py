"""Takes weights and rates into the hand: the network follows while the mouse is still down, and all say the same."""

import itertools
import statistics

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import (
    at_rest,
    choose,
    drawn,
    fill,
    keyed,
    numbers,
    readout,
    settle,
    single_step,
    stage,
    step,
    wait_for,
)

pytestmark = pytest.mark.browser


def slider(page: Page, key: str) -> Locator:
    return page.locator(f'.backflow-slider[data-key="{key}"]')


def grab(page: Page, key: str) -> tuple[float, float, float]:
    """Press the mouse on the rail: its left end, width and height."""
    rail = slider(page, key).locator("input")
    rail.scroll_into_view_if_needed()
    box = rail.bounding_box()
    x, y = box["x"], box["y"] + box["height"] / 2
    page.mouse.move(x + box["width"] / 2, y)
    page.mouse.down()
    return x, box["width"], y


def select(page: Page, path: str) -> None:
    if stage(page)["selected"] != path:
        choose(page, "selected", path)
    wait_for(page, f"stage.selected === {path!r}")
    settle(page)


def test_a_click_on_the_stage_and_the_box_select_the_same(resting: Page) -> None:
    for path in ("h1/W[0,0]", "h1:2", "out/b[0]", "out/W[0,5]"):
        spot = resting.evaluate("path => backflow.locate(path)", path)
        resting.mouse.click(spot["x"], spot["y"])
        wait_for(resting, f"stage.selected === {path!r}")
        expect(keyed(resting, "selected").locator("input")).to_have_value(path)
        assert readout(resting)["selected"] == path
    select(resting, "h1/W[0,1]")
    resting.wait_for_function("found('.backflow-readout').dataset.selected === 'h1/W[0,1]'")


def test_a_weight_is_felt_while_the_mouse_is_down(resting: Page) -> None:
    select(resting, "h1/W[0,0]")
    at = step(resting)
    left, width, y = grab(resting, "weight_slider")
    latencies = []
    for share in (0.55, 0.8, 0.3, 0.7, 0.25):
        before, revision = drawn(resting), int(stage(resting)["revision"])
        started = resting.evaluate("performance.now()")
        resting.mouse.move(left + share * width, y)
        resting.wait_for_function(
            "([loss, revision]) => backflow.last('drawn').loss !== loss && Number(stageNow().revision) > revision",
            arg=[before, revision],
        )
        latencies.append(resting.evaluate("performance.now()") - started)
    resting.mouse.up()
    print(f"a dragged weight is on the stage after {statistics.median(latencies):.0f} ms (median)")
    assert statistics.median(latencies) < 1500
    assert step(resting) == at


def test_after_the_release_slider_readout_field_and_python_say_the_same(resting: Page) -> None:
    select(resting, "h1/W[0,0]")
    left, width, y = grab(resting, "weight_slider")
    resting.mouse.move(left + 0.62 * width, y, steps=5)
    moved_to = float(slider(resting, "weight_slider").get_attribute("data-value"))
    resting.mouse.up()
    resting.wait_for_function("value => Math.abs(numbersNow().weight - value) < 1e-6", arg=moved_to)
    expect(keyed(resting, "weight_value").locator("input")).to_have_value(f"{moved_to:.6g}")
    settle(resting)
    resting.evaluate("asideFor(1.5)")
    assert numbers(resting)["weight"] == pytest.approx(moved_to, abs=1e-6)
    assert float(slider(resting, "weight_slider").get_attribute("data-value")) == pytest.approx(moved_to, abs=1e-6)


def test_a_typed_weight_is_on_the_stage_and_on_the_slider(resting: Page) -> None:
    select(resting, "h1/W[0,0]")
    fill(resting, "weight_value", "-1.25")
    resting.wait_for_function("numbersNow().weight === -1.25")
    expect(slider(resting, "weight_slider")).to_have_attribute("data-value", "-1.25")


def test_a_weight_is_felt_while_it_trains(playing: Page) -> None:
    select(playing, "h1/W[0,0]")
    left, width, y = grab(playing, "weight_slider")
    playing.mouse.move(left + 0.9 * width, y, steps=3)
    playing.wait_for_function("numbersNow().weight > 2.5")
    before = step(playing)
    playing.mouse.up()
    wait_for(playing, f"stage.playing === 'true' && Number(stage.step) > {before + 20}")


def test_dragging_the_learning_rate_never_resets_the_run(playing: Page) -> None:
    wait_for(playing, "Number(stage.step) > 60")
    playing.evaluate("window.steps = []; void backflow.on('drawn', (row) => { steps.push(row.step); })")
    revision = int(stage(playing)["revision"])
    left, width, y = grab(playing, "learning_rate_slider")
    for share in (0.6, 0.4, 0.5, 0.3):
        playing.mouse.move(left + share * width, y, steps=3)
        playing.evaluate("asideFor(0.3)")
    playing.mouse.up()
    wait_for(playing, f"Number(stage.revision) > {revision}")
    at = step(playing)
    wait_for(playing, f"Number(stage.step) > {at + 10}")
    steps = playing.evaluate("window.steps")
    falls = [before - after for before, after in itertools.pairwise(steps) if after < before]
    assert min(steps) > 40
    assert max(falls, default=0) < 60, f"the counter fell by {falls}"
    value = float(slider(playing, "learning_rate_slider").get_attribute("data-value"))
    expect(keyed(playing, "learning_rate").locator("input")).to_have_value(f"{value:.6g}")


def test_a_frozen_weight_stands_still(resting: Page) -> None:
    select(resting, "h1/W[1,1]")
    keyed(resting, "frozen").locator("label").first.click()
    resting.wait_for_function("found('.backflow-readout .frozen') && !found('.backflow-readout .frozen').hidden")
    first = single_step(resting)
    weight = numbers(resting)["weight"]
    keyed(resting, "play").get_by_role("button").first.click()
    wait_for(resting, f"Number(stage.step) > {first + 15}")
    keyed(resting, "play").get_by_role("button").first.click()
    at_rest(resting)
    after = numbers(resting)
    assert (after["weight"], after["update"]) == (weight, 0.0)
    assert after["gradient"] != 0.0
