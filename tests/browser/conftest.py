"""Starts the app once for all tests that need it whole, and one Chromium for all that drive it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from tests.browser.app_page import WIDE, button, open_app, open_recipe, pause, stage, stop_faults, wait_for
from tests.browser.server import ROOT, served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
LAUNCH = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a busy machine a browser can be too slow once; a fault is there at the second try too."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def app_address() -> Iterator[str]:
    """The whole app on a free port."""
    with served(ROOT / "app.py") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as play:
        yield play.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """For bare pages and for visitors who must have nothing in common."""
    browser = chromium.launch(**LAUNCH)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def context(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A visitor's browser, which keeps the page's code between visits, compiled; every page is a session of its own."""
    profile = tmp_path_factory.mktemp("profile")
    context = chromium.launch_persistent_context(profile, **LAUNCH, viewport=WIDE, color_scheme="light")
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
