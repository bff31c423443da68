"""Starts the page with the live components alone, on a free port, for the shared Chromium to drive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.components.places import LOSS, SURFACE
from tests.browser.server import served

HERE = Path(__file__).parent
CHARTS = (f"{LOSS} .xaxislayer-above", f"{SURFACE} .heatmaplayer")


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    with served(HERE / "app.py") as address:
        yield address


@pytest.fixture(scope="module")
def charts() -> bool:
    """Whether the charts are on the page: without them it opens in half the time."""
    return False


@pytest.fixture
def page(context: BrowserContext, address: str, charts: bool) -> Iterator[Page]:
    """The harness with everything mounted; an error in the page's scripts fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address if charts else f"{address}/?no_charts")
    for selector in (".backflow-slider", ".backflow-readout", *(CHARTS if charts else ())):
        page.wait_for_selector(selector, state="attached")
    page.wait_for_function("Boolean(window.backflowCharts)")
    if charts:
        page.wait_for_function("Boolean(window.Plotly)")
    page.evaluate((HERE / "prelude.js").read_text("utf-8"))
    yield page
    page.close()
    assert errors == []
