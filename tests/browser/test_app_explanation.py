"""Asks the page where a number comes from: from an edge on the stage to the errors behind it, by mouse and keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import press, wait_for
from tests.browser.card_page import card, formula, on_a_phone, open_aspect, pick, rest_at_first, scrolled

pytestmark = pytest.mark.browser


@pytest.fixture
def worked(shared_page: Page) -> Page:
    """The worked example at its first step, with the card open."""
    rest_at_first(shared_page, "2-2-2", "2-2-2")
    open_aspect(shared_page, "Chain rule")
    expect(card(shared_page)).to_contain_text("How the loss changes with h1/W[0,0]")
    return shared_page


def test_a_click_on_an_edge_is_explained_and_its_error_followed(worked: Page) -> None:
    for path in ("out/W[1,0]", "h1/W[0,0]"):
        pick(worked, path)
        expect(card(worked)).to_contain_text(f"How the loss changes with {path}")
    assert r"0.036350306 \times 0.241300709 \times 0.05" in formula(worked)
    assert "= 0.000438568" in formula(worked)
    card(worked).get_by_role("button", name="∂L/∂h1/a[0,0] = 0.036350306", exact=True).click()
    expect(card(worked)).to_contain_text("How the loss changes with h1/a[0,0]")
    assert "= 0.055399425 - 0.019049118" in formula(worked)
    assert r"= 0.036350306 \end{aligned}" in formula(worked)


def test_the_way_to_the_loss_and_back_is_walked_by_keyboard(worked: Page) -> None:
    for name in ("h1/a[0,0]", "out/z[0,1]", "out/a[0,1]"):
        card(worked).get_by_role("button", name=f"∂L/∂{name} =").focus()
        worked.keyboard.press("Enter")
        expect(card(worked)).to_contain_text(f"How the loss changes with {name}")
    expect(card(worked)).to_contain_text("the next number is the loss itself")
    card(worked).get_by_role("button", name="h1/W[0,0]", exact=True).focus()
    worked.keyboard.press("Enter")
    expect(card(worked)).to_contain_text("How the loss changes with h1/W[0,0]")


def test_what_is_wide_scrolls_inside_its_card_on_a_phone(worked: Page) -> None:
    on_a_phone(worked)
    assert scrolled(card(worked).locator(".katex-display")) > 0
    assert scrolled(card(worked).locator(".stMarkdown:has(table)")) > 0


def test_the_wheel_over_a_table_moves_the_page_and_not_the_table(worked: Page) -> None:
    table = card(worked).locator(".stMarkdown:has(table)")
    table.hover()
    before = table.bounding_box()["y"]
    worked.mouse.wheel(0, 100)
    worked.wait_for_function(
        "([table, y]) => table.getBoundingClientRect().y < y - 50", arg=[table.element_handle(), before]
    )
    assert table.evaluate("part => part.scrollTop") == 0


def test_another_step_has_another_explanation(worked: Page) -> None:
    before = formula(worked)
    press(worked, "ArrowRight")
    wait_for(worked, "Number(stage.step) === 1 && stage.phase === 'still'")
    expect(card(worked)).to_contain_text("Step 1.")
    assert formula(worked) != before
