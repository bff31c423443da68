"""Walks through the routes to the loss in a real browser: by keyboard, with each lit on the stage, and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import keyed, open_recipe, pause, settle, wait_for

pytestmark = pytest.mark.browser

CARD = "explanation_card"


@pytest.fixture
def routes(page: Page) -> Page:
    """The worked example at its first step, with the card open at the routes of its first weight."""
    open_recipe(page, "2-2-2", "2-2-2")
    pause(page)
    page.keyboard.press("Home")
    wait_for(page, "Number(stage.step) === 0 && stage.phase === 'still'")
    spot = page.evaluate("path => backflow.locate(path)", "h1/W[0,0]")
    page.mouse.click(spot["x"], spot["y"])
    wait_for(page, "stage.selected === 'h1/W[0,0]'")
    keyed(page, CARD).get_by_text("Every number explained").click()
    keyed(page, CARD).get_by_role("radio", name="Routes", exact=True).click()
    expect(keyed(page, "ledger_table")).to_contain_text("0.7414 × 0.1868 × 0.4 × 0.2413 × 0.05")
    return page


def choice(page: Page, name: str) -> Locator:
    return keyed(page, CARD).get_by_role("radio", name=name, exact=True)


def test_by_keyboard_each_route_is_lit_and_written_out(routes: Page) -> None:
    settle(routes)
    choice(routes, "none").focus()
    routes.keyboard.press("ArrowDown")
    wait_for(routes, "stage.lit === 'out:0'")
    formula = keyed(routes, CARD).locator(".katex-display annotation")
    expect(formula).to_contain_text("0.241300709 \\times 0.05")
    settle(routes)
    choice(routes, "1. h1:0 → out:0 → L").focus()
    routes.keyboard.press("ArrowDown")
    wait_for(routes, "stage.lit === 'out:1'")
    expect(formula).to_contain_text("route 2")


def test_what_was_lit_goes_dark_with_another_explanation(routes: Page) -> None:
    settle(routes)
    keyed(routes, CARD).get_by_text("2. h1:0 → out:1 → L").click()
    wait_for(routes, "stage.lit === 'out:1'")
    settle(routes)
    keyed(routes, CARD).get_by_role("radio", name="Chain rule", exact=True).click()
    wait_for(routes, "!stage.lit")


def test_the_ledger_scrolls_inside_its_card_on_a_phone(routes: Page) -> None:
    routes.set_viewport_size({"width": 390, "height": 800})
    settle(routes)
    keyed(routes, CARD).scroll_into_view_if_needed()
    assert routes.evaluate("document.documentElement.scrollWidth") <= 390
    table = keyed(routes, "ledger_table").locator(".stMarkdown:has(table)").first
    assert table.evaluate("part => { part.scrollLeft = 999; return part.scrollLeft; }") > 0
