"""The weight dial and the gradient check by keyboard: turned, set on the stage, chosen; a phone is wide enough."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import button, keyed, numbers, settle, step
from tests.browser.card_page import card, on_a_phone, open_aspect, pick, rest_at_first, scrolled

pytestmark = pytest.mark.browser


@pytest.fixture
def xor(shared_page: Page) -> Page:
    """XOR at rest, an edge to the output selected."""
    rest_at_first(shared_page, "XOR", "2-4-1")
    pick(shared_page, "out/W[0,0]")
    return shared_page


def open_chart(page: Page, name: str) -> None:
    """An aspect with its chart drawn."""
    open_aspect(page, name)
    expect(card(page).locator(".js-plotly-plot")).to_be_visible()
    settle(page)


def test_the_dial_is_turned_by_keyboard_and_the_weight_set_at_the_lowest_point(xor: Page) -> None:
    open_chart(xor, "Dial")
    before = numbers(xor)["weight"]
    said = card(xor).get_by_text(re.compile("The secant through both has the slope"))
    first = said.text_content()
    xor.locator('[class*="st-key-dial_h"]').get_by_role("slider").focus()
    xor.keyboard.press("ArrowLeft")
    expect(said).not_to_have_text(first)
    button(xor, "dial_lowest").focus()
    xor.keyboard.press("Enter")
    expect(card(xor)).to_contain_text("There the tangent is flat: a minimum along this weight.")
    at = step(xor)
    button(xor, "dial_set").focus()
    xor.keyboard.press("Enter")
    expect(card(xor)).to_contain_text("The tangent is flat, its slope is")
    xor.wait_for_function("before => numbersNow().weight !== before", arg=before)
    assert abs(numbers(xor)["gradient"]) < 1e-6
    assert step(xor) == at


def test_another_h_is_chosen_by_keyboard_and_all_parameters_are_checked(xor: Page) -> None:
    open_chart(xor, "Check")
    expect(card(xor)).to_contain_text("With h = 1e-4 the difference is off by")
    keyed(xor, "check_h").get_by_role("slider").focus()
    xor.keyboard.press("ArrowRight")
    expect(card(xor)).to_contain_text("With h = 1e-3 the difference is off by")
    button(xor, "check_all").focus()
    xor.keyboard.press("Enter")
    expect(keyed(xor, "tensors_table").get_by_role("row")).to_have_count(5)
    expect(keyed(xor, "tensors_table")).to_contain_text("8 of 8")


@pytest.mark.parametrize("name", ["Dial", "Check"])
def test_on_a_phone_tables_scroll_inside_the_card(xor: Page, name: str) -> None:
    open_chart(xor, name)
    on_a_phone(xor)
    assert scrolled(card(xor).locator(".stMarkdown:has(table)").first) > 0
