"""Plays the tug of war in a real browser: a click on a bar, the box by keyboard, and a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import button, keyed, settle, step
from tests.browser.card_page import card, fits, on_a_phone, open_aspect, pick, rest_at_first, whole_batch

pytestmark = pytest.mark.browser


@pytest.fixture
def tug(shared_page: Page) -> Page:
    """Moons at rest, with the card open at the tug of war and no example chosen."""
    rest_at_first(shared_page, "Moons", "2-6-1")
    open_aspect(shared_page, "Tug of war")
    whole_batch(shared_page)
    expect(box(shared_page)).to_have_value(re.compile("^the batch: all 10"))
    wait_for_chosen(shared_page, 0)
    expect(bars(shared_page)).to_have_count(10)
    return shared_page


def bars(page: Page) -> Locator:
    return keyed(page, "tug_plot").locator(".bars .point path")


def wait_for_chosen(page: Page, count: int) -> None:
    """Wait until so many bars have a frame."""
    page.wait_for_function(
        """count => document.querySelector('.st-key-tug_plot .js-plotly-plot').data[0].text
            .filter(text => text === 'chosen').length === count""",
        arg=count,
    )


def box(page: Page) -> Locator:
    return keyed(page, "example").locator("input")


def test_a_click_on_a_bar_goes_to_its_example(tug: Page) -> None:
    settle(tug)
    place = tug.evaluate("document.querySelector('.st-key-tug_plot .js-plotly-plot').data[0].customdata[2]")
    bars(tug).nth(2).scroll_into_view_if_needed()
    spot = bars(tug).nth(2).bounding_box()
    tug.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    expect(box(tug)).to_have_value(re.compile(rf"^{place}: x "))
    wait_for_chosen(tug, 1)


def test_an_example_is_chosen_and_let_go_by_keyboard(tug: Page) -> None:
    box(tug).focus()
    tug.keyboard.press("ArrowDown")
    tug.keyboard.press("ArrowDown")
    tug.keyboard.press("Enter")
    expect(box(tug)).to_have_value(re.compile(": x "))
    wait_for_chosen(tug, 1)
    button(tug, "all_examples").click()
    expect(box(tug)).to_have_value(re.compile("^the batch: all 10"))
    wait_for_chosen(tug, 0)


def test_the_bars_follow_the_step_and_the_selection(tug: Page) -> None:
    before = step(tug)
    button(tug, "step").click()
    expect(card(tug)).to_contain_text(f"Step {before + 1:,}. Which examples pull which way.")
    pick(tug, "out/W[0,2]")
    expect(card(tug)).to_contain_text("How much of the gradient of out/W[0,2] is each example's doing.")


def test_on_a_phone_nothing_is_wider_than_the_page(tug: Page) -> None:
    on_a_phone(tug)
    expect(bars(tug)).to_have_count(10)
    fits(tug, keyed(tug, "tug_plot"))
