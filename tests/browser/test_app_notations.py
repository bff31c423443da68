"""Reads the published numbers of the worked example in every notation, as the page shows them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import fill, keyed, stage, wait_for
from tests.browser.card_page import card, faults, formula, open_aspect, rest_at_first
from viz.explain import NOTATIONS

pytestmark = pytest.mark.browser

# What each notation calls the gradient of the first weight.
CALLED = {
    "Ours": r"\frac{\partial L}{\partial W_{0,0}^{h1}} &= \delta_{0}^{h1} \cdot x_{0}",
    "Nielsen": r"\frac{\partial C}{\partial w_{1,1}^{2}} &= \delta_{1}^{2} \cdot a_{1}^{1} \qquad \text{(BP4)}",
    "Goodfellow": r"\frac{\partial J}{\partial W_{1,1}^{(1)}} &= \frac{\partial J}{\partial a_{1}^{(1)}} \cdot x_{1}",
    "Code": r"\texttt{h1/W.grad[0,0]} &= \texttt{h1/z.grad[0,0]} \cdot \texttt{x[0,0]}",
}


def open_chain(page: Page, label: str, title: str, selected: str = "h1/W[0,0]") -> None:
    """A recipe at its first step, with the card open at the chain rule of a weight."""
    rest_at_first(page, label, title)
    if stage(page)["selected"] != selected:
        fill(page, "selected", selected)
        wait_for(page, f"stage.selected === {selected!r}")
    open_aspect(page, "Chain rule")
    expect(card(page).locator(".katex-display")).to_be_visible()


def in_notation(page: Page, label: str) -> str:
    """The chain rule after a click on the notation."""
    keyed(page, "notation").get_by_role("radio", name=label, exact=True).click()
    (said,) = (one.said for one in NOTATIONS.values() if one.label == label)
    expect(card(page)).to_contain_text(said)
    return formula(page)


def test_the_published_numbers_stand_in_every_notation(shared_page: Page) -> None:
    page = shared_page
    open_chain(page, "2-2-2", "2-2-2")
    for label, called in CALLED.items():
        shown = in_notation(page, label)
        assert called in shown
        assert r"0.036350306 \times 0.241300709 \times 0.05 \\[0.2em] &= 0.000438568" in shown
        assert faults(page) == 0


def test_what_wants_to_be_read_differently_is_remembered_on_the_way_to_the_loss(shared_page: Page) -> None:
    page = shared_page
    open_chain(page, "2-2-2", "2-2-2")
    in_notation(page, "Nielsen")
    card(page).get_by_role("button", name="∂L/∂h1/a[0,0] = 0.036350306", exact=True).click()
    expect(card(page)).to_contain_text("How the loss changes with h1/a[0,0]")
    shown = formula(page)
    assert r"\frac{\partial C}{\partial a_{1}^{2}}" in shown
    assert "= 0.055399425 - 0.019049118" in shown


@pytest.mark.parametrize(
    ("label", "title", "selected"),
    [("CNN", "8×8-6×6×6-6×3×3-10", "h1/W[0,0,0,0]"), ("Adding, LSTM", "30×2-16-1", "h1/U[0,0]")],
)
def test_images_and_sequences_are_set_without_a_fault(shared_page: Page, label: str, title: str, selected: str) -> None:
    open_chain(shared_page, label, title, selected)
    for name in CALLED:
        in_notation(shared_page, name)
        assert faults(shared_page) == 0
