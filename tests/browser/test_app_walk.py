"""Walks through a step in a real browser: by keys, by the slider, and with the stage that shows the moment."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app_page import button, keyed, settle, stage, wait_for
from tests.browser.card_page import card, on_a_phone, open_aspect, rest_at_first

pytestmark = pytest.mark.browser


@pytest.fixture
def walking(shared_page: Page) -> Page:
    """The worked example at its first step, the walk open and not begun."""
    rest_at_first(shared_page, "2-2-2", "2-2-2")
    open_aspect(shared_page, "Step by step")
    by_one(shared_page, "Product")
    expect(card(shared_page)).to_contain_text("Nothing is computed yet.")
    return shared_page


def by_one(page: Page, granularity: str) -> None:
    """How far one press goes."""
    keyed(page, "walk_granularity").get_by_role("radio", name=granularity).click()
    settle(page)


def next_lit(page: Page, key: str, part: str) -> None:
    """A key, and what is lit then."""
    page.keyboard.press(key)
    wait_for(page, f"stage.lit === '{part}'")
    settle(page)


def test_the_keys_go_on_and_back_and_the_stage_lights_each_edge(walking: Page) -> None:
    for part in ("h1/W[0,0]", "h1/W[0,1]", "h1/b[0]"):
        next_lit(walking, "n", part)
    expect(card(walking)).to_contain_text("Complete: 0.3775, as recorded.")
    expect(walking.locator(".backflow-stage-track-caption")).to_have_text(
        "h1/z[0,0], product 3 of 3: h1/b[0] × 1 = 0.35"
    )
    next_lit(walking, "b", "h1/W[0,1]")
    expect(card(walking)).to_contain_text("1 more, and it is the recorded 0.3775.")
    assert stage(walking)["phase"] == "still"
    assert stage(walking)["step"] == "0"


def test_the_slider_moves_by_keyboard(walking: Page) -> None:
    keyed(walking, "walk_stage").get_by_role("slider").focus()
    next_lit(walking, "ArrowUp", "h1/W[0,0]")
    expect(card(walking)).to_contain_text("So far 1 of 52 products")
    assert stage(walking)["step"] == "0"


def test_a_coarser_walk_ends_with_everything_known(walking: Page) -> None:
    by_one(walking, "Phase")
    for phase in ("forward out", "loss", "backward h1", "update"):
        button(walking, "walk_next").click()
        expect(walking.locator(".backflow-stage-track-segment[aria-current]")).to_have_attribute("aria-label", phase)
        settle(walking)
    expect(card(walking)).to_contain_text("the step is complete")


def test_a_step_and_playing_put_it_out(walking: Page) -> None:
    next_lit(walking, "n", "h1/W[0,0]")
    button(walking, "step").click()
    wait_for(walking, "Number(stage.step) === 1 && stage.lit === ''")
    wait_for(walking, "stage.phase === 'still'")
    expect(card(walking)).to_contain_text("Nothing is computed yet.")
    next_lit(walking, "n", "h1/W[0,0]")
    button(walking, "play").click()
    wait_for(walking, "stage.playing === 'true' && stage.lit === ''")


def test_a_closed_card_leaves_nothing_lit(walking: Page) -> None:
    next_lit(walking, "n", "h1/W[0,0]")
    card(walking).get_by_text("Every number explained").click()
    wait_for(walking, "stage.lit === ''")
    expect(walking.locator(".backflow-stage-track-caption")).to_contain_text("Press the arrow")


def test_it_fits_a_phone(walking: Page) -> None:
    for part in ("h1/W[0,0]", "h1/W[0,1]"):
        next_lit(walking, "n", part)
    on_a_phone(walking)


def both(page: Page) -> tuple[dict[str, float], dict[str, float]]:
    """Where the stage is on the screen, and what explains the moment it shows."""
    return page.locator(".backflow-stage").bounding_box(), keyed(page, "walk_buttons").bounding_box()


def test_the_stage_stays_in_view_beside_what_explains_it(walking: Page) -> None:
    keyed(walking, "walk_buttons").scroll_into_view_if_needed()
    walking.locator('[data-testid="stMain"]').evaluate("main => main.scrollBy(0, 400)")
    for part in ("h1/W[0,0]", "h1/W[0,1]"):
        next_lit(walking, "n", part)
        picture, buttons = both(walking)
        assert picture["y"] >= 0
        assert picture["y"] + picture["height"] <= buttons["y"]
        assert buttons["y"] + buttons["height"] <= 900
    button(walking, "play").click()
    wait_for(walking, "stage.lit === '' && stage.playing === 'true'")
