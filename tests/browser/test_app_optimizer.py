"""Reads in the browser what the optimizer made of a gradient: formula, table and chart, by mouse and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import choose, open_recipe, pause, single_step, wait_for
from tests.browser.card_page import card, formula, on_a_phone, open_aspect, pick

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def worked(shared_page: Page) -> Page:
    """The worked example with momentum, at a step that has others before it, with the optimizer's part open."""
    open_recipe(shared_page, "2-2-2", "2-2-2")
    choose(shared_page, "optimizer", "momentum")
    wait_for(shared_page, "stage.playing === 'true' && Number(stage.step) > 8")
    pause(shared_page)
    open_aspect(shared_page, "Optimizer")
    expect(card(shared_page)).to_contain_text("this update is")
    return shared_page


def test_the_update_of_a_clicked_weight_is_worked_out_and_followed_step_by_step(worked: Page) -> None:
    pick(worked, "h1/W[0,0]")
    said = card(worked)
    expect(said).to_contain_text("What momentum makes of the gradient g of h1/W[0,0]")
    assert r"v &\leftarrow \mu \cdot v + g" in formula(worked)
    expect(said).to_contain_text("is equal to the recorded one")
    expect(said).to_contain_text("The velocity is")
    expect(said.locator(".js-plotly-plot")).to_have_count(1)
    before = formula(worked)
    single_step(worked)
    expect(said.locator(".katex-display annotation")).not_to_have_text(before)
    assert formula(worked) != before


def test_on_a_phone_nothing_is_wider_than_the_page(worked: Page) -> None:
    on_a_phone(worked)
    expect(card(worked).locator(".js-plotly-plot")).to_be_visible()
