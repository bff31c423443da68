"""Watches the charts while the network trains: they move, and are never mounted again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import keyed, open_recipe, wait_for

pytestmark = pytest.mark.browser
CHART = "document.querySelector('.st-key-{} .js-plotly-plot')"
LOSS, SURFACE = CHART.format("loss_plot"), CHART.format("surface_plot")


@pytest.fixture(scope="module")
def charted(shared_page: Page) -> Page:
    open_recipe(shared_page, "Moons", "2-6-1")
    shared_page.wait_for_function(f"{LOSS}?.data?.[0].x.length > 10 && {SURFACE}?.data?.[0].z")
    return shared_page


def test_the_loss_curve_grows_with_the_drawn_step(charted: Page) -> None:
    charted.wait_for_function("backflow.last('drawn').step > 100")
    charted.wait_for_function(
        f"(() => {{ const x = {LOSS}.data[0].x; return backflow.last('drawn').step - x[x.length - 1] < 60; }})()"
    )
    assert charted.evaluate(f"{LOSS}.data[0].x[0]") == 0
    assert charted.evaluate(f"{LOSS}.data[1].x.length") > 0, "no test loss"


def test_the_answer_of_the_network_moves_while_it_trains(charted: Page) -> None:
    before = charted.evaluate(f"JSON.stringify({SURFACE}.data[0].z)")
    charted.wait_for_function(f"before => JSON.stringify({SURFACE}.data[0].z) !== before", arg=before)


def test_both_charts_stay_the_same_nodes_and_keep_their_zoom(charted: Page) -> None:
    charted.evaluate(f"Plotly.relayout({LOSS}, {{'xaxis.range[0]': 5, 'xaxis.range[1]': 60}})")
    charted.evaluate(f"window.charts = [{LOSS}, {SURFACE}]")
    before = charted.evaluate("backflow.last('drawn').step")
    wait_for(charted, f"Number(stage.step) > {before + 120}")
    assert charted.evaluate(f"charts[0] === {LOSS} && charts[1] === {SURFACE} && charts.every((c) => c.isConnected)")
    assert charted.evaluate(f"{LOSS}.layout.xaxis.range") == [5, 60]


def test_a_full_run_of_the_page_keeps_the_loss_curve_and_its_zoom(charted: Page) -> None:
    charted.evaluate(f"Plotly.relayout({LOSS}, {{'xaxis.range[0]': 5, 'xaxis.range[1]': 60}})")
    charted.evaluate(f"window.charts = [{LOSS}]")
    field = keyed(charted, "batch_size").locator("input")
    field.fill("20")
    field.press("Enter")
    expect(charted.get_by_text("All weights were kept; training goes on.")).to_be_visible()
    assert charted.evaluate(f"charts[0] === {LOSS} && charts[0].isConnected")
    assert charted.evaluate(f"{LOSS}.layout.xaxis.range") == [5, 60]
    assert charted.evaluate(f"{LOSS}.data[0].x[0]") == 0


def test_a_restart_begins_the_curve_anew(charted: Page) -> None:
    charted.locator(".st-key-reset").get_by_role("button").first.click()
    charted.wait_for_function(f"{LOSS}.data[0].x.length < 60 && {LOSS}.data[0].x[0] === 0")
    charted.wait_for_function(f"{LOSS}.data[0].x.length > 60")


def test_one_input_gets_a_curve(charted: Page) -> None:
    open_recipe(charted, "Sine", "1-8-1")
    charted.wait_for_function(f"{SURFACE}?.data?.[0].type === 'scatter' && {SURFACE}.data[0].y.some(Number.isFinite)")


def test_the_loss_is_not_mounted_anew_where_another_recipe_has_no_chart_beside_it(page: Page) -> None:
    page.wait_for_function(f"{LOSS} && {SURFACE}")
    page.evaluate(f"window.charts = [{LOSS}]")
    open_recipe(page, "2-2-2", "2-2-2")
    page.wait_for_function(f"!{SURFACE}")
    assert page.evaluate(f"charts[0] === {LOSS} && charts[0].isConnected")


TICKS = f"[...{LOSS}.querySelectorAll('.ytick text')].map((tick) => tick.textContent)"


def test_every_tick_of_the_loss_says_another_number_however_little_it_moves(page: Page) -> None:
    open_recipe(page, "XOR", "2-4-1")
    page.wait_for_function(f"{LOSS}?.data?.[0].x.length > 60 && {TICKS}.length > 2")
    said = page.evaluate(TICKS)
    assert len(set(said)) == len(said), said
    assert all(float(one) > 0.0 for one in said), said
