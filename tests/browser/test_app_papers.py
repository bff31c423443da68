"""Reads the worked examples on the page: published numbers beside ours, by keyboard, and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import WIDE, button, choose, keyed, pause, settle, wait_for
from tests.browser.card_page import PHONE, fits

pytestmark = pytest.mark.browser

ONE_STEP = "One step by hand, 2-2-1 without biases"
FIXED_BIASES = "One step by hand, 2-2-2 with fixed biases"


def line(page: Page, what: str) -> Locator:
    return keyed(page, "paper_table").locator("tr", has_text=what)


@pytest.fixture(scope="module")
def opened(shared_page: Page) -> Page:
    """Paper mode, opened by keyboard."""
    pause(shared_page)
    keyed(shared_page, "papers_card").locator("summary").focus()
    shared_page.keyboard.press("Enter")
    expect(keyed(shared_page, "paper_table")).to_be_visible()
    return shared_page


@pytest.fixture
def papers(opened: Page) -> Page:
    """The worked 2-2-2 net on a wide page."""
    opened.set_viewport_size(WIDE)
    choose(opened, "paper", FIXED_BIASES)
    expect(line(opened, "total error after 10,000 updates")).not_to_have_count(0)
    return opened


def test_a_slip_stands_beside_the_true_number_with_the_reason(papers: Page) -> None:
    choose(papers, "paper", ONE_STEP)
    slip = line(papers, "delta of the second hidden unit").first
    expect(slip).to_contain_text("ten times too large")
    cells = slip.locator("td").all_inner_texts()
    assert cells[2:5] == ["−0.0819", "−0.008113791649", "≠ differs"]


def test_a_switch_is_turned_by_keyboard_and_its_effect_is_seen(papers: Page) -> None:
    total = line(papers, "total error after 10,000 updates").first
    before = total.inner_text()
    keyed(papers, "paper_two_two_two_train_biases").locator("input").focus()
    papers.keyboard.press("Space")
    expect(total).not_to_have_text(before)
    expect(total).to_contain_text("biases are trained")


def test_the_example_opens_on_the_stage_at_rest(papers: Page) -> None:
    button(papers, "paper_open").focus()
    papers.keyboard.press("Enter")
    papers.wait_for_function("() => window.backflow.last('drawn')?.structure.title === '2-2-2'")
    wait_for(papers, "stage.playing === 'false' && Number(stage.step) === 0")


def test_on_a_phone_every_line_is_a_block_within_the_page(papers: Page) -> None:
    papers.set_viewport_size(PHONE)
    settle(papers)
    keyed(papers, "paper_table").scroll_into_view_if_needed()
    assert papers.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    fits(papers, keyed(papers, "paper_table"))
