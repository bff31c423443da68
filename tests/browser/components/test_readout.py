"""Reads the readout in a real browser: always one row, the drawn one, and the selection at once."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def numbers(page: Page) -> dict[str, float]:
    cells = page.locator('.backflow-readout[data-selected="out/W[0,1]"] [data-name]').all()
    return {cell.get_attribute("data-name"): float(cell.get_attribute("data-value")) for cell in cells}


def test_the_readout_shows_the_drawn_row_with_its_step(page: Page) -> None:
    page.evaluate("draw(214)")
    root = page.locator('.backflow-readout[data-selected="out/W[0,1]"]')
    root.wait_for()
    weight = 2.14 + 7
    expected = {"weight": weight, "gradient": weight / 10, "update": -weight / 100, "next": weight - weight / 100,
                "activation": 0.5, "delta": -0.03}  # fmt: skip
    assert numbers(page) == pytest.approx(expected, rel=1e-15)
    assert root.get_attribute("data-step") == "214"
    assert root.locator(".step").inner_text() == "step 214"
    assert root.locator('[data-name="weight"]').inner_text() == "9.14000"
    assert root.locator('[data-name="delta"]').inner_text() == "−0.0300000"


def test_the_readout_speaks_of_every_drawn_step_and_never_mixes_two(page: Page) -> None:
    page.evaluate(
        """async () => {
          window.seen = [];
          const root = [...document.querySelectorAll("*")].map((e) => e.shadowRoot?.querySelector(".backflow-readout"))
            .find(Boolean);
          new MutationObserver(() => {
            const weight = Number(root.querySelector('[data-name="weight"]')?.dataset.value);
            seen.push([Number(root.dataset.step), weight]);
          }).observe(root, {attributes: true, attributeFilter: ["data-step"]});
          for (let s = 1; s <= 120; s += 1) { draw(s); await new Promise((go) => setTimeout(go, 8)); }
        }"""
    )
    page.wait_for_timeout(200)
    seen = page.evaluate("seen")
    assert seen[-1][0] == 120
    assert [step for step, _ in seen] == list(range(1, 121)), "text and picture spoke of two steps"
    assert all(weight == pytest.approx(step / 100 + 7) for step, weight in seen)


def test_a_new_selection_does_not_move_what_lies_below(page: Page) -> None:
    page.evaluate("draw(5, {playing: false})")
    heights = set()
    for path in ("out/W[0,1]", "h1/b[1]", "h1:1", "x:0", ""):
        page.evaluate("path => backflow.emit('select', {selected: path})", path)
        heights |= {round(card.bounding_box()["height"]) for card in page.locator(".backflow-readout").all()}
    assert len(heights) == 1, heights


def test_the_readout_reacts_to_a_selection_at_once(page: Page) -> None:
    page.evaluate("draw(5, {playing: false})")
    empty = page.locator(".backflow-readout .hint")
    assert empty.inner_text() == "Click an edge, a neuron or a bias square"
    for path, names in (
        ("h1/b[1]", ["bias", "gradient", "update", "next", "delta"]),
        ("h1:1", ["activation", "delta", "bias", "gradient", "update"]),
        ("x:0", ["activation"]),
    ):
        page.evaluate("path => backflow.emit('select', {selected: path})", path)
        root = page.locator(f'.backflow-readout[data-selected="{path}"]').first
        assert [cell.get_attribute("data-name") for cell in root.locator("[data-name]").all()] == names
        assert root.get_attribute("data-step") == "5"
    page.evaluate("backflow.emit('select', {selected: ''})")
    assert page.locator(".backflow-readout .hint").count() == 2
