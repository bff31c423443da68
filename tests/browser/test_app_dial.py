"""The weight dial and the gradient check by keyboard: turned, set on the stage, chosen; a phone is wide enough."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import button, keyed, numbers, open_recipe, pause, settle, step, wait_for

pytestmark = pytest.mark.browser

CARD = "explanation_card"


@pytest.fixture
def xor(page: Page) -> Page:
    """XOR at rest, an edge to the output selected, with the card open."""
    open_recipe(page, "XOR", "2-4-1")
    pause(page)
    spot = page.evaluate("path => backflow.locate(path)", "out/W[0,0]")
    page.mouse.click(spot["x"], spot["y"])
    wait_for(page, "stage.selected === 'out/W[0,0]'")
    keyed(page, CARD).get_by_text("Every number explained").click()
    return page


def open_aspect(page: Page, name: str) -> None:
    keyed(page, CARD).get_by_role("radio", name=name, exact=True).click()
    expect(keyed(page, CARD).locator(".js-plotly-plot")).to_be_visible()
    settle(page)


def test_the_dial_is_turned_by_keyboard_and_the_weight_set_at_the_lowest_point(xor: Page) -> None:
    open_aspect(xor, "Dial")
    before = numbers(xor)["weight"]
    said = keyed(xor, CARD).get_by_text(re.compile("The secant through both has the slope"))
    first = said.text_content()
    xor.locator('[class*="st-key-dial_h"]').get_by_role("slider").focus()
    xor.keyboard.press("ArrowLeft")
    expect(said).not_to_have_text(first)
    button(xor, "dial_lowest").focus()
    xor.keyboard.press("Enter")
    expect(keyed(xor, CARD)).to_contain_text("There the tangent is flat: a minimum along this weight.")
    at = step(xor)
    button(xor, "dial_set").focus()
    xor.keyboard.press("Enter")
    expect(keyed(xor, CARD)).to_contain_text("The tangent is flat, its slope is")
    assert numbers(xor)["weight"] != before
    assert abs(numbers(xor)["gradient"]) < 1e-6
    assert step(xor) == at


def test_another_h_is_chosen_by_keyboard_and_all_parameters_are_checked(xor: Page) -> None:
    open_aspect(xor, "Check")
    expect(keyed(xor, CARD)).to_contain_text("With h = 1e-4 the difference is off by")
    keyed(xor, "check_h").get_by_role("slider").focus()
    xor.keyboard.press("ArrowRight")
    expect(keyed(xor, CARD)).to_contain_text("With h = 1e-3 the difference is off by")
    button(xor, "check_all").focus()
    xor.keyboard.press("Enter")
    expect(keyed(xor, "tensors_table").get_by_role("row")).to_have_count(5)
    expect(keyed(xor, "tensors_table")).to_contain_text("8 of 8")


@pytest.mark.parametrize("name", ["Dial", "Check"])
def test_on_a_phone_tables_scroll_inside_the_card(xor: Page, name: str) -> None:
    open_aspect(xor, name)
    xor.set_viewport_size({"width": 390, "height": 800})
    settle(xor)
    keyed(xor, CARD).scroll_into_view_if_needed()
    assert xor.evaluate("document.documentElement.scrollWidth") <= 390
    table = keyed(xor, CARD).locator(".stMarkdown:has(table)").first
    assert table.evaluate("part => { part.scrollLeft = 999; return part.scrollLeft; }") > 0
