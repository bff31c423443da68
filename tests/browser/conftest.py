"""Starts the app once for all tests that need it whole, and one Chromium for all that drive it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.app_page import button, open_app, open_recipe, pause, stage, stop_faults, wait_for
from tests.browser.server import ROOT, served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def app_address() -> Iterator[str]:
    """The whole app on a free port."""
    with served(ROOT / "app.py") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser, which keeps the page's code between visits; every page is a session of its own."""
    context = browser.new_context(viewport={"width": 1360, "height": 900}, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, app_address: str) -> Iterator[Page]:
    """The app, opened and already training; an error in its scripts fails the test."""
    page = open_app(context, app_address)
    yield page
    faults = stop_faults(page)
    page.close()
    assert faults == []


@pytest.fixture(scope="module")
def shared_page(context: BrowserContext, app_address: str) -> Iterator[Page]:
    """One page for tests that leave it as they found it or do not care."""
    page = open_app(context, app_address)
    yield page
    faults = stop_faults(page)
    page.close()
    assert faults == []


@pytest.fixture(scope="module")
def moons(shared_page: Page) -> Page:
    """The shared page with a small net, 2-6-1, that no test takes away."""
    open_recipe(shared_page, "Moons", "2-6-1")
    return shared_page


@pytest.fixture
def resting(moons: Page) -> Page:
    if stage(moons)["playing"] == "true":
        pause(moons)
    return moons


@pytest.fixture
def playing(moons: Page) -> Page:
    if stage(moons)["playing"] == "false":
        button(moons, "play").click()
    wait_for(moons, "stage.playing === 'true'")
    return moons
