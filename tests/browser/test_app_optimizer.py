"""Reads in the browser what the optimizer made of a gradient: formula, table and chart, by mouse and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import choose, keyed, open_recipe, pause, settle, single_step, wait_for

pytestmark = pytest.mark.browser

CARD = "explanation_card"


def formula(page: Page) -> str:
    """The lines, as the TeX that screen readers get."""
    settle(page)
    return keyed(page, CARD).locator(".katex-display annotation").text_content()


@pytest.fixture
def worked(page: Page) -> Page:
    """The worked example with momentum, at a step that has others before it, with the optimizer's part open."""
    open_recipe(page, "2-2-2", "2-2-2")
    choose(page, "optimizer", "momentum")
    wait_for(page, "stage.playing === 'true' && Number(stage.step) > 8")
    pause(page)
    keyed(page, CARD).get_by_text("Every number explained").click()
    keyed(page, CARD).get_by_role("radio", name="Optimizer", exact=True).click()
    expect(keyed(page, CARD)).to_contain_text("this update is")
    return page


def test_the_update_of_a_clicked_weight_is_worked_out_and_followed_step_by_step(worked: Page) -> None:
    spot = worked.evaluate("path => backflow.locate(path)", "h1/W[0,0]")
    worked.mouse.click(spot["x"], spot["y"])
    card = keyed(worked, CARD)
    expect(card).to_contain_text("What momentum makes of the gradient g of h1/W[0,0]")
    assert r"v &\leftarrow \mu \cdot v + g" in formula(worked)
    expect(card).to_contain_text("is equal to the recorded one")
    expect(card).to_contain_text("The velocity is")
    expect(card.locator(".js-plotly-plot")).to_have_count(1)
    before = formula(worked)
    single_step(worked)
    expect(card.locator(".katex-display annotation")).not_to_have_text(before)
    assert formula(worked) != before


def test_on_a_phone_nothing_is_wider_than_the_page(worked: Page) -> None:
    worked.set_viewport_size({"width": 390, "height": 800})
    settle(worked)
    card = keyed(worked, CARD)
    card.scroll_into_view_if_needed()
    assert worked.evaluate("document.documentElement.scrollWidth") <= 390
    box = card.bounding_box()
    assert box["x"] + box["width"] <= 390
    expect(card.locator(".js-plotly-plot")).to_be_visible()
