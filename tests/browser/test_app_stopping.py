"""A run that stops by itself: the stage comes to rest at the very step, says why, and goes on when asked."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import at_rest, button, drawn, fill, keyed, open_recipe, settle, stage, step, wait_for

pytestmark = pytest.mark.browser


def open_group(page: Page, name: str) -> None:
    """Open one of the groups of the side bar."""
    page.locator('[data-testid="stSidebar"] summary').filter(has_text=name).click()


def stopped_at(page: Page, sentence: str) -> int:
    """Wait until the page says that it stopped; the step the sentence names is the one on the stage."""
    said = page.locator('[data-testid="stAlert"]').filter(has_text=sentence)
    expect(said).to_be_visible(timeout=60_000)
    at_rest(page)
    named = int(re.search(r"Stopped at step ([\d,]+):", said.inner_text())[1].replace(",", ""))
    assert named == step(page)
    expect(page.locator(".backflow-stage-title")).to_contain_text(f"Step {named:,} ·")
    return named


def test_a_loss_stops_the_stage_there_and_play_goes_past_it(page: Page) -> None:
    open_recipe(page, "Moons", "2-6-1")
    open_group(page, "Stop by itself")
    fill(page, "stop_loss", "0.3")
    at = stopped_at(page, "the loss fell below 0.3")
    assert drawn(page, "loss") < 0.3
    expect(keyed(page, "metrics_card")).to_contain_text(f"at step {at:,}")
    button(page, "play").click()
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {at + 20}")
    expect(keyed(page, "metrics_card")).to_contain_text("Pause to see")


def test_early_stopping_leads_back_to_the_best_step(page: Page) -> None:
    open_recipe(page, "Moons", "2-6-1")
    open_group(page, "More")
    fill(page, "validation_fraction", "0.3")
    page.wait_for_function("backflow.last('slice')?.segments.validation_loss.some(Number.isFinite)")
    settle(page)
    open_group(page, "Stop by itself")
    fill(page, "stop_patience", "5")
    at = stopped_at(page, "the validation loss has not fallen for 5 steps")
    best = button(page, "best")
    expect(best).to_be_enabled()
    named = int(re.search(r"([\d,]+)", best.inner_text().split("step,")[1])[1].replace(",", ""))
    assert named <= at - 5
    best.click()
    wait_for(page, f"Number(stage.step) === {named}")
    settle(page)
    assert stage(page)["playing"] == "false"
    expect(keyed(page, "metrics_card")).to_contain_text(f"at step {named:,}")
    assert "validation" in page.evaluate(
        "[...document.querySelectorAll('.st-key-loss_plot .js-plotly-plot')].flatMap(gd => gd.data.map(t => t.name))"
    )
