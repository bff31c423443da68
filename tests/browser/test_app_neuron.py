"""Looks at a neuron in the browser: sums, curve and words, by mouse and keyboard, on a phone and in the dark."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.app_page import keyed, open_app, settle, stop_faults
from tests.browser.test_app_notations import CARD, faults, open_card

pytestmark = pytest.mark.browser


def neuron(page: Page) -> None:
    """The aspect of the card, by keyboard."""
    choice = keyed(page, CARD).get_by_role("radio", name="Neuron", exact=True)
    choice.focus()
    page.keyboard.press("Enter")
    expect(keyed(page, CARD)).to_contain_text("What comes back")
    expect(keyed(page, CARD).locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settle(page)


def formulas(page: Page) -> list[str]:
    return keyed(page, CARD).locator(".katex-display annotation").all_text_contents()


def test_the_worked_neuron_is_read_by_keyboard(page: Page) -> None:
    open_card(page, "2-2-2", "2-2-2")
    neuron(page)
    forward, backward = formulas(page)
    assert r"0.02 + 0.0075 + 0.35 \\[0.2em] &= 0.3775" in forward
    assert r"0.036350306 \times 0.241300709" in backward
    expect(keyed(page, CARD)).to_contain_text("f′(z) is 0.97 of its largest, 0.25: the unit responds.")
    assert faults(page) == 0


def test_a_pixel_and_its_kernel_are_read(page: Page) -> None:
    open_card(page, "CNN", "8×8-6×6×6-6×3×3-10", "h1/W[2,0,1,1]")
    neuron(page)
    expect(keyed(page, CARD)).to_contain_text(
        "h1:2 for the first example of the batch, until another one is chosen above, at the pixel in row"
    )
    assert faults(page) == 0


def test_it_fits_a_phone_in_the_dark(context: BrowserContext, app_address: str) -> None:
    page = open_app(context, app_address)
    page.emulate_media(color_scheme="dark")
    open_card(page, "Digits 8 × 8", "64-32-10", "out:3")
    page.set_viewport_size({"width": 390, "height": 800})
    neuron(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = keyed(page, CARD).bounding_box()
    assert box["x"] + box["width"] <= 390
    picture = keyed(page, CARD).locator(".js-plotly-plot").first.bounding_box()
    assert picture["width"] <= box["width"]
    assert stop_faults(page) == []
