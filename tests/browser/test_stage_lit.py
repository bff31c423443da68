"""What an explanation lights on the stage: a route above a veil, or the product a walk through the step has come to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage_harness.page import attributes, open_page
from tests.browser.test_stage_component import Python, wait

pytestmark = pytest.mark.browser

ROUTE = {"parts": ["x:0", "h1/W[1,0]", "h1:1", "out/W[0,1]"], "note": "Through h1:1 to the loss."}
MOMENT = {"phase": "forward h1", "share": 0.4, "activation": 3, "loss": False, "delta": 6, "gradient": 9, "bias": 6,
          "update": 0}  # fmt: skip
WALK = {"parts": ["h1:1", "h1/W[1,1]"], "soft": ["h1/W[1,0]"], "note": "The second product of h1:1.",
        "tag": {"at": "h1:1", "text": "so far 0.25"}, "moment": MOMENT}  # fmt: skip
# How far from the ground the strongest pixel is around the middle of a part.
INK = """path => {
    const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect(), spot = backflow.locate(path);
    const context = canvas.getContext('2d'), ground = [255, 255, 255];
    const { data } = context.getImageData(spot.x - box.x - 4, spot.y - box.y - 4, 9, 9);
    let most = 0;
    for (let i = 0; i < data.length; i += 4)
        most = Math.max(most, ...ground.map((g, k) => Math.abs(g - data[i + k]) * data[i + 3] / 255));
    return most;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = open_page(browser)
    yield page
    assert page.faults == []
    page.context.close()


@pytest.fixture
def python(page: Page) -> Python:
    """A stage at rest at step 3."""
    python = Python(page)
    python.rows = python.send(5, cursor=3)
    wait(page, "stage.step === '3'")
    return python


def caption(page: Page):
    return page.locator(".backflow-stage-track-caption")


def test_a_route_is_lit_and_everything_else_dimmed(page: Page, python: Python) -> None:
    before = page.evaluate(INK, "h1/W[2,1]")
    python.send(rows=python.rows, cursor=3, lit=ROUTE)
    wait(page, "stage.lit === 'out/W[0,1]'")
    expect(caption(page)).to_have_text("Through h1:1 to the loss.")
    assert page.evaluate(INK, "h1/W[1,0]") > 120
    assert page.evaluate(INK, "h1/W[2,1]") < 0.4 * before
    python.send(rows=python.rows, cursor=3)
    wait(page, "stage.lit === ''")
    expect(caption(page)).to_contain_text("Press the arrow")
    assert page.evaluate(INK, "h1/W[2,1]") == before


def test_parts_that_the_network_does_not_have_are_left_out(page: Page, python: Python) -> None:
    python.send(rows=python.rows, cursor=3, lit={"parts": ["h9/W[0,0]", "h1/W[1,0]"], "note": "n"})
    wait(page, "stage.lit === 'h1/W[1,0]'")
    assert page.evaluate(INK, "h1/W[1,0]") > 120


def test_it_goes_out_at_another_step_and_while_playing(page: Page, python: Python) -> None:
    python.send(rows=python.rows, cursor=3, lit=ROUTE)
    wait(page, "stage.lit !== ''")
    python.send(rows=python.rows, cursor=1)
    wait(page, "stage.step === '1' && stage.lit === ''")
    python.send(rows=python.rows, cursor=1, lit=WALK)
    wait(page, "stage.lit !== ''")
    python.send(60, playing=True)
    wait(page, "stage.lit === '' && +stage.step > 8")


def test_a_walk_shows_what_is_computed_so_far_and_nothing_else(page: Page, python: Python) -> None:
    assert page.evaluate(INK, "out:0") > 30
    python.send(rows=python.rows, cursor=3, lit=WALK)
    wait(page, "stage.lit === 'h1/W[1,1]'")
    expect(page.locator(".backflow-stage-track-segment[aria-current]")).to_have_attribute("aria-label", "forward h1")
    expect(caption(page)).to_have_text("The second product of h1:1.")
    assert page.evaluate(INK, "out:0") < 30  # no activation yet
    assert page.evaluate(INK, "h1/W[1,1]") > page.evaluate(INK, "h1/W[1,0]") > page.evaluate(INK, "h1/W[2,1]")
    python.send(rows=python.rows, cursor=3, lit=WALK | {"moment": MOMENT | {"activation": 6}})
    page.wait_for_timeout(100)
    assert page.evaluate(INK, "out:0") > 30


def test_a_phase_of_the_track_puts_the_walk_out_until_its_next_step(page: Page, python: Python) -> None:
    python.send(rows=python.rows, cursor=3, lit=WALK)
    wait(page, "stage.lit !== ''")
    page.get_by_role("button", name="backward out").click()
    wait(page, "stage.lit === '' && stage.phase === 'backward out'")
    python.send(rows=python.rows, cursor=3, lit=WALK)
    page.wait_for_timeout(100)
    assert attributes(page)["lit"] == ""
    python.send(rows=python.rows, cursor=3, lit=WALK | {"note": "the next"})
    wait(page, "stage.lit !== '' && stage.phase === 'still'")
    expect(caption(page)).to_have_text("the next")
