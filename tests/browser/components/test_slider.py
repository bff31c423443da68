"""Drives the slider in a real browser: it speaks while the hand moves, and nothing moves it under the hand."""

import ast
import time

import pytest
from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


def slider(page: Page, key: str) -> Locator:
    return page.locator(f'.backflow-slider[data-key="{key}"]')


def shown(page: Page, key: str) -> float:
    return float(slider(page, key).get_attribute("data-value"))


def known_to_python(page: Page) -> dict[str, float | int | None]:
    text = page.locator('[data-testid="stText"]').inner_text()
    return {name: ast.literal_eval(value) for name, value in (pair.split("=") for pair in text.split())}


def wait_for_python(page: Page, name: str, wanted: float, patience: float = 20) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and known_to_python(page)[name] != wanted:
        page.wait_for_timeout(50)
    assert known_to_python(page)[name] == wanted


def grab(page: Page, key: str) -> tuple[float, float, float]:
    """Presses the mouse on the thumb's rail and leaves it down: left end, width and height of the touch target."""
    rail = slider(page, key).locator("input")
    rail.scroll_into_view_if_needed()
    box = rail.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    return box["x"], box["width"], box["y"] + box["height"] / 2


def wait_for_side(page: Page, key: str, sign: int) -> None:
    """Until the thumb shows more than 1 on this side of zero: a busy browser hears the mouse late."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and sign * shown(page, key) <= 1:
        page.wait_for_timeout(50)
    assert sign * shown(page, key) > 1


def test_python_hears_the_slider_before_the_mouse_is_released(page: Page) -> None:
    left, width, y = grab(page, "weight")
    page.mouse.move(left + 0.8 * width, y, steps=8)
    wait_for_side(page, "weight", 1)
    wait_until_agreed(page, "weight")
    assert shown(page, "weight") > 1
    page.mouse.move(left + 0.2 * width, y, steps=8)
    page.mouse.up()
    wait_for_side(page, "weight", -1)
    wait_until_agreed(page, "weight")
    assert known_to_python(page)["weight"] < -1


def wait_until_agreed(page: Page, key: str) -> None:
    """Until Python knows what the thumb shows."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and known_to_python(page)[key] != shown(page, key):
        page.wait_for_timeout(50)
    assert known_to_python(page)[key] == shown(page, key)


def test_the_last_value_of_a_fast_drag_arrives_and_stays(page: Page) -> None:
    left, width, y = grab(page, "weight")
    for share in (0.9, 0.1, 0.7, 0.3, 0.65):
        page.mouse.move(left + share * width, y)
    page.mouse.up()
    wait_until_agreed(page, "weight")
    value = shown(page, "weight")
    page.wait_for_timeout(1500)
    assert shown(page, "weight") == value == known_to_python(page)["weight"]


def test_the_message_carries_the_step_that_was_on_screen(page: Page) -> None:
    page.evaluate("draw(41)")
    slider(page, "weight").locator("input").press("ArrowRight")
    wait_for_python(page, "drawn", 41)


def test_a_step_of_a_run_that_is_over_is_not_named(page: Page) -> None:
    page.evaluate("draw(41)")
    slider(page, "weight").locator("input").press("ArrowRight")
    wait_for_python(page, "drawn", 41)
    page.evaluate("draw(55, {run: 'r0'})")
    slider(page, "weight").locator("input").press("ArrowRight")
    wait_for_python(page, "drawn", None)


def test_the_thumb_follows_the_weight_of_the_drawn_row(page: Page) -> None:
    page.evaluate("draw(-620)")
    page.wait_for_timeout(100)
    assert shown(page, "weight") == pytest.approx(-6.2 + 7)
    assert slider(page, "weight").locator("output").inner_text() == "0.8000"


def test_rows_do_not_move_the_thumb_under_the_hand(page: Page) -> None:
    left, width, y = grab(page, "weight")
    page.mouse.move(left + 0.75 * width, y, steps=4)
    value = shown(page, "weight")
    page.evaluate("for (let s = 0; s < 50; s += 1) draw(s)")
    page.wait_for_timeout(200)
    assert shown(page, "weight") == value
    page.mouse.up()
    page.evaluate("draw(-600, {run: 'r2'})")
    page.wait_for_timeout(100)
    assert shown(page, "weight") == pytest.approx(1)


def test_a_weight_that_refuses_to_move_takes_the_thumb_back(page: Page) -> None:
    page.evaluate("draw(-600)")
    page.wait_for_timeout(100)
    slider(page, "weight").locator("input").press("ArrowRight")
    assert shown(page, "weight") == pytest.approx(1.03)
    page.wait_for_timeout(1800)
    assert shown(page, "weight") == pytest.approx(1)


def test_a_value_outside_widens_the_range(page: Page) -> None:
    page.evaluate("draw(100)")
    page.wait_for_timeout(100)
    assert shown(page, "weight") == 8
    rail = slider(page, "weight").locator("input")
    assert float(rail.get_attribute("max")) > 8
    assert float(rail.input_value()) == 8


def test_arrow_keys_step_on_the_grid_and_stay_inside_the_slider(page: Page) -> None:
    page.evaluate("window.heard = 0; document.addEventListener('keydown', () => { window.heard += 1; })")
    rail = slider(page, "rate").locator("input")
    rail.focus()
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft", "Home", "ArrowRight", "End"):
        page.keyboard.press(key)
        seen.append(shown(page, "rate"))
    assert seen == [0.02, 0.05, 0.1, 0.05, 1e-5, 2e-5, 10]
    wait_for_python(page, "rate", 10.0)
    assert page.evaluate("heard") == 0
    for key in (" ", "Tab"):  # what a slider has no use for is the app's
        page.keyboard.press(key)
    assert page.evaluate("heard") == 2


def test_linear_arrow_keys_move_a_two_hundredth_of_the_range(page: Page) -> None:
    slider(page, "momentum").locator("input").press("ArrowLeft")
    assert shown(page, "momentum") == 0.895
    wait_for_python(page, "momentum", 0.895)


def test_the_slider_tells_its_name_and_value_and_can_be_touched(page: Page) -> None:
    rail = slider(page, "rate").locator("input")
    assert rail.get_attribute("aria-label") == "learning rate"
    assert rail.get_attribute("aria-valuetext") == "0.01"
    assert rail.bounding_box()["height"] >= 40
    assert slider(page, "off").locator("input").is_disabled()
