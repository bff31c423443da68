"""Opens the app more than once and on other screens: visitors do not disturb each other, small screens suffice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app_page import fill, keyed, open_app, open_recipe, stage, step, stop_faults, wait_for

pytestmark = pytest.mark.browser


def test_two_visitors_do_not_disturb_each_other(page: Page, app_address: str) -> None:
    other = open_app(page.context, app_address)
    open_recipe(other, "XOR", "2-4-1")
    keyed(other, "play").get_by_role("button").first.click()
    wait_for(other, "stage.playing === 'false'")
    at, title = step(other), page.evaluate("backflow.last('drawn').structure.title")
    page.bring_to_front()
    before = step(page)
    wait_for(page, f"stage.playing === 'true' && Number(stage.step) > {before + 30}")
    fill(page, "hidden_layers", "3")
    page.wait_for_function("backflow.last('drawn').structure.title === '2-3-1'")
    assert title != "2-4-1"
    assert (step(other), stage(other)["playing"]) == (at, "false")
    assert other.evaluate("backflow.last('drawn').structure.title") == "2-4-1"
    assert stop_faults(other) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_small_screen_shows_the_stage_without_scrolling_sideways(browser: Browser, app_address: str, theme) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=theme, has_touch=True)
    page = open_app(context, app_address)
    assert stage(page)["theme"] == theme
    close = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if close.is_visible():
        close.click()
        expect(close).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
    box = page.locator(".backflow-stage canvas").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] < 844, "the stage is not on the first screen"
    assert page.evaluate("isPainted()")
    assert stop_faults(page) == []
    context.close()


def test_the_page_changes_its_colours_with_the_system(page: Page) -> None:
    before = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    page.emulate_media(color_scheme="dark")
    wait_for(page, "stage.theme === 'dark'")
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") != before
    assert page.evaluate("isPainted()")
    page.emulate_media(color_scheme="light")
    wait_for(page, "stage.theme === 'light'")
