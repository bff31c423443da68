"""Looks at a neuron in the browser: sums, curve and words, by mouse and keyboard, on a phone and in the dark."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import fill, settle, stage, wait_for
from tests.browser.card_page import card, faults, fits, formulas, on_a_phone, open_card, rest_at_first

pytestmark = pytest.mark.browser


def neuron(page: Page, label: str, title: str, selected: str = "h1/W[0,0]") -> None:
    """A recipe at its first step, with the card open at the neuron of what is selected, by keyboard."""
    rest_at_first(page, label, title)
    if stage(page)["selected"] != selected:
        fill(page, "selected", selected)
        wait_for(page, f"stage.selected === {selected!r}")
    open_card(page)
    choice = card(page).get_by_role("radio", name="Neuron", exact=True)
    choice.focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_contain_text("What comes back")
    expect(card(page).locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settle(page)


def test_the_worked_neuron_is_read_by_keyboard(shared_page: Page) -> None:
    page = shared_page
    neuron(page, "2-2-2", "2-2-2")
    forward, backward = formulas(page)
    assert r"0.0075 + 0.02 + 0.35 \\[0.2em] &= 0.3775" in forward
    assert r"0.036350306 \times 0.241300709" in backward
    expect(card(page)).to_contain_text("f′(z) is 0.97 of its largest, 0.25: the unit responds.")
    assert faults(page) == 0


def test_a_pixel_and_its_kernel_are_read(shared_page: Page) -> None:
    page = shared_page
    neuron(page, "CNN", "8×8-6×6×6-6×3×3-10", "h1/W[2,0,1,1]")
    expect(card(page)).to_contain_text(
        "h1:2 for the first example of the batch, until another one is chosen above, at the pixel in row"
    )
    assert faults(page) == 0


def test_it_fits_a_phone_in_the_dark(shared_page: Page) -> None:
    page = shared_page
    page.emulate_media(color_scheme="dark")
    neuron(page, "Digits 8 × 8", "64-32-10", "out:3")
    on_a_phone(page)
    fits(page, card(page).locator(".js-plotly-plot").first)
    page.emulate_media(color_scheme="light")
