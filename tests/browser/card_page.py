"""What the tests of the explanations do to a page: come back to a first step at rest, open the card, read it.

One page serves a whole file, as one visitor would read on: each test begins with its recipe opened anew.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.app_page import WIDE, button, keyed, open_recipe, pause, press, settle, stage, wait_for

CARD = "explanation_card"
PHONE = {"width": 390, "height": 800}


def card(page: Page) -> Locator:
    return keyed(page, CARD)


def rest_at_first(page: Page, label: str, title: str) -> None:
    """The recipe opened anew on a wide screen, at rest at its first step."""
    page.set_viewport_size(WIDE)
    open_recipe(page, label, title)
    pause(page)
    press(page, "Home")
    wait_for(page, "Number(stage.step) === 0 && stage.phase === 'still'")
    settle(page)


def open_card(page: Page) -> None:
    """The card open, whether it was or not."""
    if card(page).locator("details[open]").count() == 0:
        card(page).get_by_text("Every number explained").click()
    expect(card(page).locator("details")).to_have_attribute("open", "")
    settle(page)


def open_aspect(page: Page, name: str) -> None:
    """One aspect of what is selected, in the open card."""
    open_card(page)
    card(page).get_by_role("radio", name=name, exact=True).click()
    settle(page)


def whole_batch(page: Page) -> None:
    """No example chosen, in the open card."""
    open_card(page)
    if button(page, "all_examples").count():
        button(page, "all_examples").click()
        expect(button(page, "all_examples")).to_have_count(0)
    settle(page)


def pick(page: Page, path: str) -> None:
    """Click a part of the stage, wherever the page is scrolled to."""
    if stage(page)["selected"] != path:
        page.locator(".backflow-stage canvas").scroll_into_view_if_needed()
        spot = page.evaluate("path => backflow.locate(path)", path)
        page.mouse.click(spot["x"], spot["y"])
    wait_for(page, f"stage.selected === {path!r}")
    settle(page)


def on_a_phone(page: Page) -> None:
    """The same page as wide as a phone, the card on the screen; nothing is wider than the page."""
    page.set_viewport_size(PHONE)
    settle(page)
    card(page).scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    fits(page, card(page))


def fits(page: Page, part: Locator) -> None:
    """Whether this part of the page is not wider than a phone."""
    box = part.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def scrolled(part: Locator) -> float:
    """How far this part can be scrolled sideways."""
    return part.evaluate("part => { part.scrollLeft = 999; return part.scrollLeft; }")


def formula(page: Page) -> str:
    """The first formula of the card, as the TeX that screen readers get."""
    settle(page)
    return formulas(page)[0]


def formulas(page: Page) -> list[str]:
    return card(page).locator(".katex-display annotation").all_text_contents()


def faults(page: Page) -> int:
    """How many formulas could not be set."""
    return card(page).locator(".katex-error, [style*='color:#cc0000'], [style*='rgb(204, 0, 0)']").count()
