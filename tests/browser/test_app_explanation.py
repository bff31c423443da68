"""Asks the page where a number comes from: from an edge on the stage to the errors behind it, by mouse and keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import keyed, open_recipe, pause, settle, wait_for

pytestmark = pytest.mark.browser

CARD = "explanation_card"


def formula(page: Page) -> str:
    """The chain rule on the page, as the TeX that screen readers get."""
    settle(page)
    return keyed(page, CARD).locator(".katex-display annotation").text_content()


@pytest.fixture
def worked(page: Page) -> Page:
    """The worked example at its first step, with the card open."""
    open_recipe(page, "2-2-2", "2-2-2")
    pause(page)
    page.keyboard.press("Home")
    wait_for(page, "Number(stage.step) === 0 && stage.phase === 'still'")
    keyed(page, CARD).get_by_text("Every number explained").click()
    expect(keyed(page, CARD).locator(".katex-display")).to_be_visible()
    return page


def test_a_click_on_an_edge_is_explained_and_its_error_followed(worked: Page) -> None:
    spot = worked.evaluate("path => backflow.locate(path)", "h1/W[0,0]")
    worked.mouse.click(spot["x"], spot["y"])
    wait_for(worked, "stage.selected === 'h1/W[0,0]'")
    expect(keyed(worked, CARD)).to_contain_text("How the loss changes with h1/W[0,0]")
    assert r"0.036350306 \times 0.241300709 \times 0.05" in formula(worked)
    assert "= 0.000438568" in formula(worked)
    keyed(worked, CARD).get_by_role("button", name="h1/a[0,0]", exact=True).click()
    expect(keyed(worked, CARD)).to_contain_text("How the loss changes with h1/a[0,0]")
    assert "= 0.055399425 - 0.019049118" in formula(worked)
    assert r"= 0.036350306 \end{aligned}" in formula(worked)


def test_the_way_to_the_loss_and_back_is_walked_by_keyboard(worked: Page) -> None:
    for name in ("h1/a[0,0]", "out/z[0,1]", "out/a[0,1]"):
        keyed(worked, CARD).get_by_role("button", name=name, exact=True).last.focus()
        worked.keyboard.press("Enter")
        expect(keyed(worked, CARD)).to_contain_text(f"How the loss changes with {name}")
    expect(keyed(worked, CARD)).to_contain_text("the next number is the loss itself")
    keyed(worked, CARD).get_by_role("button", name="h1/W[0,0]", exact=True).focus()
    worked.keyboard.press("Enter")
    expect(keyed(worked, CARD)).to_contain_text("How the loss changes with h1/W[0,0]")


def scrolled(page: Page, selector: str) -> float:
    """How far this part of the card can be scrolled sideways."""
    return keyed(page, CARD).locator(selector).evaluate("part => { part.scrollLeft = 999; return part.scrollLeft; }")


def test_what_is_wide_scrolls_inside_its_card_on_a_phone(worked: Page) -> None:
    worked.set_viewport_size({"width": 390, "height": 800})
    settle(worked)
    keyed(worked, CARD).scroll_into_view_if_needed()
    assert worked.evaluate("document.documentElement.scrollWidth") <= 390
    box = keyed(worked, CARD).bounding_box()
    assert box["x"] + box["width"] <= 390
    assert scrolled(worked, ".katex-display") > 0
    assert scrolled(worked, ".stMarkdown:has(table)") > 0


def test_another_step_has_another_explanation(worked: Page) -> None:
    before = formula(worked)
    worked.keyboard.press("ArrowRight")
    wait_for(worked, "Number(stage.step) === 1 && stage.phase === 'still'")
    expect(keyed(worked, CARD)).to_contain_text("Step 1.")
    assert formula(worked) != before
