"""Starts the page with the live components alone, on a free port, for the shared Chromium to drive."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.components.places import LOSS, SURFACE

HERE = Path(__file__).parent


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(HERE / "app.py"), *options, "--browser.gatherUsageStats=false"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_healthy(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no answer from {address}")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The harness with everything mounted; an error in the page's scripts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    for selector in (".backflow-slider", ".backflow-readout", f"{LOSS} .xaxislayer-above", f"{SURFACE} .heatmaplayer"):
        page.wait_for_selector(selector, state="attached")
    page.wait_for_function("Boolean(window.backflowCharts && window.Plotly)")
    page.evaluate((HERE / "prelude.js").read_text("utf-8"))
    yield page
    context.close()
    assert errors == []
