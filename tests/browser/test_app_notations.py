"""Reads the published numbers of the worked example in every notation, as the page shows them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import fill, keyed, open_recipe, pause, settle, stage, wait_for
from viz.explain import NOTATIONS

pytestmark = pytest.mark.browser

CARD = "explanation_card"
# What each notation calls the gradient of the first weight.
CALLED = {
    "Ours": r"\frac{\partial L}{\partial W_{0,0}^{h1}} &= \delta_{0}^{h1} \cdot x_{0}",
    "Nielsen": r"\frac{\partial C}{\partial w_{1,1}^{2}} &= \delta_{1}^{2} \cdot a_{1}^{1} \qquad \text{(BP4)}",
    "Goodfellow": r"\frac{\partial J}{\partial W_{1,1}^{(1)}} &= \frac{\partial J}{\partial a_{1}^{(1)}} \cdot x_{1}",
    "Code": r"\texttt{h1/W.grad[0,0]} &= \texttt{h1/z.grad[0,0]} \cdot \texttt{x[0,0]}",
}


def open_card(page: Page, label: str, title: str, selected: str = "h1/W[0,0]") -> None:
    """A recipe at its first step, with the card open on a weight."""
    open_recipe(page, label, title)
    pause(page)
    page.keyboard.press("Home")
    wait_for(page, "Number(stage.step) === 0 && stage.phase === 'still'")
    if stage(page)["selected"] != selected:
        fill(page, "selected", selected)
        wait_for(page, f"stage.selected === {selected!r}")
    keyed(page, CARD).get_by_text("Every number explained").click()
    expect(keyed(page, CARD).locator(".katex-display")).to_be_visible()


def in_notation(page: Page, label: str) -> str:
    """The chain rule after a click on the notation."""
    keyed(page, "notation").get_by_role("radio", name=label, exact=True).click()
    (said,) = (one.said for one in NOTATIONS.values() if one.label == label)
    expect(keyed(page, CARD)).to_contain_text(said)
    settle(page)
    return keyed(page, CARD).locator(".katex-display annotation").text_content()


def faults(page: Page) -> int:
    """How many formulas could not be set."""
    return keyed(page, CARD).locator(".katex-error, [style*='color:#cc0000'], [style*='rgb(204, 0, 0)']").count()


def test_the_published_numbers_stand_in_every_notation(page: Page) -> None:
    open_card(page, "2-2-2", "2-2-2")
    for label, called in CALLED.items():
        formula = in_notation(page, label)
        assert called in formula
        assert r"0.036350306 \times 0.241300709 \times 0.05 \\[0.2em] &= 0.000438568" in formula
        assert faults(page) == 0


def test_what_wants_to_be_read_differently_is_remembered_on_the_way_to_the_loss(page: Page) -> None:
    open_card(page, "2-2-2", "2-2-2")
    in_notation(page, "Nielsen")
    keyed(page, CARD).get_by_role("button", name="h1/a[0,0]", exact=True).click()
    expect(keyed(page, CARD)).to_contain_text("How the loss changes with h1/a[0,0]")
    settle(page)
    formula = keyed(page, CARD).locator(".katex-display annotation").text_content()
    assert r"\frac{\partial C}{\partial a_{1}^{2}}" in formula
    assert "= 0.055399425 - 0.019049118" in formula


@pytest.mark.parametrize(
    ("label", "title", "selected"),
    [("CNN", "8×8-6×6×6-6×3×3-10", "h1/W[0,0,0,0]"), ("Adding, LSTM", "30×2-16-1", "h1/U[0,0]")],
)
def test_images_and_sequences_are_set_without_a_fault(page: Page, label: str, title: str, selected: str) -> None:
    open_card(page, label, title, selected)
    for name in CALLED:
        in_notation(page, name)
        assert faults(page) == 0
