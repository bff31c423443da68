"""Walks through the routes to the loss in a real browser: by keyboard, with each lit on the stage, and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import keyed, settle, wait_for
from tests.browser.card_page import card, on_a_phone, open_aspect, pick, rest_at_first, scrolled

pytestmark = pytest.mark.browser


@pytest.fixture
def routes(shared_page: Page) -> Page:
    """The worked example at its first step, with the card open at the routes of its first weight."""
    rest_at_first(shared_page, "2-2-2", "2-2-2")
    pick(shared_page, "h1/W[0,0]")
    open_aspect(shared_page, "Routes")
    expect(keyed(shared_page, "ledger_table")).to_contain_text("0.7414 × 0.1868 × 0.4 × 0.2413 × 0.05")
    return shared_page


def choice(page: Page, name: str) -> Locator:
    return card(page).get_by_role("radio", name=name, exact=True)


def test_by_keyboard_each_route_is_lit_and_written_out(routes: Page) -> None:
    settle(routes)
    choice(routes, "none").focus()
    routes.keyboard.press("ArrowDown")
    wait_for(routes, "stage.lit === 'out:0'")
    formula = card(routes).locator(".katex-display annotation")
    expect(formula).to_contain_text("0.241300709 \\times 0.05")
    settle(routes)
    choice(routes, "1. h1:0 → out:0 → L").focus()
    routes.keyboard.press("ArrowDown")
    wait_for(routes, "stage.lit === 'out:1'")
    expect(formula).to_contain_text("route 2")


def test_what_was_lit_goes_dark_with_another_explanation(routes: Page) -> None:
    settle(routes)
    card(routes).get_by_text("2. h1:0 → out:1 → L").click()
    wait_for(routes, "stage.lit === 'out:1'")
    settle(routes)
    choice(routes, "Chain rule").click()
    wait_for(routes, "!stage.lit")


def test_the_ledger_scrolls_inside_its_card_on_a_phone(routes: Page) -> None:
    on_a_phone(routes)
    assert scrolled(keyed(routes, "ledger_table").locator(".stMarkdown:has(table)").first) > 0
