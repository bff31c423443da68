"""Watches the live charts in a real browser: they follow the drawn step and are never mounted again for it."""

import pytest
from playwright.sync_api import Page

from tests.browser.components.places import LOSS, SURFACE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def charts() -> bool:
    return True


def test_the_loss_curve_grows_in_the_same_chart_and_ends_at_the_drawn_step(page: Page) -> None:
    page.evaluate(f"document.querySelector('{LOSS}').dataset.mine = 'yes'")
    page.evaluate("slice(range(1, 100)); for (let s = 3; s <= 60; s += 3) draw(s)")
    page.wait_for_function("curve().x.at(-1) === 60")
    curve = page.evaluate("curve()")
    assert curve["x"] == list(range(1, 61)), "rows that were never drawn one by one are part of the curve"
    assert page.evaluate("curve().y.every((y, i) => y === loss(i + 1))")
    assert page.evaluate("curve(1).x") == [10, 20, 30, 40, 50, 60]
    assert page.evaluate("curve(2).x") == [60]
    assert page.evaluate(f"document.querySelector('{LOSS}').dataset.mine") == "yes"


def test_a_zoom_outlives_new_points(page: Page) -> None:
    page.evaluate("slice(range(1, 50)); draw(50)")
    page.wait_for_function("curve().x.at(-1) === 50")
    page.evaluate(f"Plotly.relayout(document.querySelector('{LOSS}'), {{'xaxis.range': [10, 20]}})")
    page.evaluate("slice(range(51, 90)); draw(90)")
    page.wait_for_function("curve().x.at(-1) === 90")
    page.wait_for_timeout(700)
    assert page.evaluate(f"document.querySelector('{LOSS}').layout.xaxis.range") == [10, 20]


def test_a_new_run_replaces_or_cuts_the_curve(page: Page) -> None:
    page.evaluate("slice(range(1, 90)); draw(90)")
    page.wait_for_function("curve().x.at(-1) === 90")
    page.evaluate("slice([41, 42], {run: 'r2'}); draw(41, {run: 'r2'})")
    page.wait_for_function("curve().x.at(-1) === 41")
    assert page.evaluate("curve().x.length") == 41
    page.evaluate("slice([31, 32], {run: 'r3', history: [0, 10, 20, 30, 40]}); draw(31, {run: 'r3'})")
    page.wait_for_function("curve().x.at(-1) === 31")
    assert page.evaluate("curve().x") == [0, 10, 20, 30, 31]


def test_a_history_that_comes_after_its_first_row_is_not_lost(page: Page) -> None:
    page.evaluate("draw(40, {run: 'r9'}); slice([40], {run: 'r9', playing: false, history: [0, 10, 20, 30]})")
    page.wait_for_function("curve().x.length === 5")
    assert page.evaluate("curve().x") == [0, 10, 20, 30, 40]


def test_an_edit_changes_the_loss_of_the_step_it_is_made_at(page: Page) -> None:
    page.evaluate("slice(range(1, 20)); draw(20)")
    page.wait_for_function("curve().x.at(-1) === 20")
    page.evaluate("window.loss = () => 5")
    page.evaluate("slice([20], {run: 'r2', playing: false}); draw(20, {run: 'r2', playing: false})")
    page.wait_for_function("curve(2).y[0] === 5")
    assert page.evaluate("curve().x.length") == 20
    assert page.evaluate("curve().y.at(-1)") == 5


def test_looking_back_keeps_the_curve_and_moves_the_marker(page: Page) -> None:
    page.evaluate("slice(range(1, 90)); draw(90)")
    page.wait_for_function("curve().x.at(-1) === 90")
    page.evaluate("draw(30, {playing: false})")
    page.wait_for_function("curve(2).x[0] === 30")
    assert page.evaluate("curve().x.at(-1)") == 90


def test_a_long_run_keeps_its_shape_in_few_points(page: Page) -> None:
    page.evaluate("slice(range(1, 9000)); draw(9000)")
    page.wait_for_function("curve().x.at(-1) === 9000")
    x = page.evaluate("curve().x")
    assert len(x) <= 2000
    assert x[0] == 1
    assert x == sorted(set(x))


def test_a_chart_that_is_mounted_again_is_filled_again(page: Page) -> None:
    page.evaluate("slice(range(1, 70)); draw(70)")
    page.wait_for_function("curve().x.at(-1) === 70")
    page.evaluate(f"document.querySelector('{LOSS}').dataset.mine = 'yes'")
    page.get_by_test_id("stCheckbox").get_by_text("log").click()
    page.wait_for_function(f"document.querySelector('{LOSS}')?.dataset.mine === undefined")
    page.wait_for_function("curve().x.at(-1) === 70")
    assert page.evaluate("curve().x.length") == 70


def test_a_rerun_leaves_the_chart_alone(page: Page) -> None:
    page.evaluate("slice(range(1, 70)); draw(70)")
    page.wait_for_function("curve().x.at(-1) === 70")
    page.evaluate(f"document.querySelector('{LOSS}').dataset.mine = 'yes'")
    page.get_by_role("button", name="rerun").click()
    page.wait_for_timeout(1000)
    assert page.evaluate(f"document.querySelector('{LOSS}').dataset.mine") == "yes"
    assert page.evaluate("curve().x.at(-1)") == 70


def test_charts_are_not_redrawn_without_a_reason(page: Page) -> None:
    page.evaluate("slice(range(1, 70), {surface: 0.5, playing: false}); draw(70)")
    page.wait_for_timeout(1500)
    page.evaluate(
        """() => {
          window.redraws = 0;
          const restyle = Plotly.restyle;
          Plotly.restyle = (...given) => { window.redraws += 1; return restyle(...given); };
        }"""
    )
    page.wait_for_timeout(1600)
    assert page.evaluate("redraws") == 0
    seconds = page.evaluate(
        """async () => {
          const start = performance.now();
          for (let s = 71; s < 171; s += 1) { draw(s); await new Promise((go) => setTimeout(go, 10)); }
          await new Promise((go) => setTimeout(go, 400));
          return (performance.now() - start) / 1000;
        }"""
    )
    assert 2 <= page.evaluate("redraws") <= 5 * seconds + 2  # one more at either end of the stretch
    assert page.evaluate("curve().x.at(-1)") == 170


def heat(page: Page) -> float:
    return page.evaluate(f"document.querySelector('{SURFACE}').data[0].z[20][20]")


def test_the_surface_waits_for_the_step_it_belongs_to(page: Page) -> None:
    page.evaluate("slice([1], {surface: 0.25, playing: false}); draw(1)")
    page.wait_for_function(f"document.querySelector('{SURFACE}').data[0].z[20][20] === 0.25")
    page.evaluate("slice(range(2, 30), {surface: 0.75}); draw(10)")
    page.wait_for_timeout(700)
    assert heat(page) == 0.25
    page.evaluate("draw(30)")
    page.wait_for_function(f"document.querySelector('{SURFACE}').data[0].z[20][20] === 0.75")


def test_a_theme_change_recolours_the_charts_and_loses_nothing(page: Page) -> None:
    page.evaluate("slice(range(1, 40), {surface: 0.25, playing: false}); draw(40)")
    page.wait_for_function("curve().x.at(-1) === 40")
    colour = f"document.querySelector('{LOSS}').data[0].line.color"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{colour} !== {light!r}", timeout=10_000)
    page.wait_for_function("curve().x.at(-1) === 40")
    assert page.evaluate("curve().x.length") == 40
    page.wait_for_function(f"document.querySelector('{SURFACE}').data[0].z[20][20] === 0.25")
