"""The truth badge in the browser: green for the step on screen, grey while others pass by, red for a wrong gradient."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.app_page import at_rest, button, keyed, open_app, open_recipe, pause, single_step, stop_faults
from tests.browser.server import ROOT, served

pytestmark = pytest.mark.browser

GREEN = re.compile(r"^Gradient checked · worst error \d")
GREY = re.compile(r"^Gradient, at step [\d,]+: checked")


def badge(page: Page) -> Locator:
    """The one on the stage."""
    return page.locator(".backflow-stage-check")


def expect_checked(page: Page, step: int, state: str = "agrees") -> None:
    expect(badge(page)).to_have_attribute("data-step", str(step))
    expect(badge(page)).to_have_attribute("data-state", state)


def test_at_rest_the_step_on_screen_is_checked(resting: Page) -> None:
    expect_checked(resting, at_rest(resting))
    expect(badge(resting)).to_have_text("✓ checked")
    expect(badge(resting)).to_have_accessible_name(GREEN)
    expect(keyed(resting, "inspector_card").locator(".stMarkdownBadge").first).to_contain_text("checked · worst error")
    expect_checked(resting, single_step(resting))


def test_by_keyboard_it_says_what_was_done(resting: Page) -> None:
    badge(resting).focus()
    resting.keyboard.press("Enter")
    expect(badge(resting)).to_have_attribute("aria-expanded", "true")
    expect(resting.locator(".backflow-stage-note")).to_contain_text(
        re.compile(r"\d+ of 25 entries of the gradient of step")
    )
    resting.keyboard.press("Enter")
    expect(resting.locator(".backflow-stage-note")).to_be_hidden()


def test_while_it_plays_it_is_grey_and_says_of_which_step_it_speaks(playing: Page) -> None:
    expect(badge(playing)).to_have_attribute("data-state", "stale")
    expect(badge(playing)).to_have_accessible_name(GREY)
    expect_checked(playing, pause(playing))


def test_on_a_phone_it_is_a_mark_and_nothing_is_wider_than_the_page(page: Page) -> None:
    pause(page)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(badge(page)).to_be_visible()
    expect(badge(page).locator("em")).to_be_hidden()
    badge(page).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture(scope="module")
def broken_address() -> Iterator[str]:
    with served(ROOT / "tests" / "browser" / "broken_app.py") as address:
        yield address


def test_a_broken_rule_is_red(context: BrowserContext, broken_address: str) -> None:
    page = open_app(context, broken_address)
    for label, shape in (("XOR", "2-4-1"), ("Spiral", "2-8-8-8-1")):
        open_recipe(page, label, shape)
        expect_checked(page, pause(page), "differs")
        expect(badge(page)).to_have_text("✗ wrong")
        expect(keyed(page, "inspector_card").locator(".stMarkdownBadge").first).to_contain_text("wrong · worst error")
        button(page, "play").click()
    assert stop_faults(page) == []
