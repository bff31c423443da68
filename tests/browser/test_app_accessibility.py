"""Lets axe look at the whole page, at rest and in both themes: nothing serious."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.app_page import open_app, pause, settle

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a serious rule."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, app_address: str, theme: str) -> None:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, color_scheme=theme)
    page = open_app(context, app_address)
    pause(page)
    page.wait_for_function("document.querySelectorAll('.js-plotly-plot').length === 2")
    settle(page)
    assert violations(page) == []
    page.locator(".backflow-stage").get_by_role("button", name="table").click()
    assert violations(page) == []
    context.close()
