"""Sets the rules every test runs under: how Hypothesis searches, and what happens where PyTorch is missing."""

import gc
import importlib.util
import os
from collections.abc import Generator

import pytest
from hypothesis import settings

TORCH_MISSING = "PyTorch is not installed"

# No deadline: the machine may be busy. In CI the same commit must give the same verdict; elsewhere, search on.
settings.register_profile(
    "backflow",
    deadline=None,
    print_blob=True,
    derandomize=os.environ.get("CI", "").lower() in {"1", "true"},
)
settings.load_profile("backflow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips the comparisons with PyTorch where there is none; an installation that is broken fails them instead."""
    if importlib.util.find_spec("torch") is not None:
        return
    for item in items:
        if item.get_closest_marker("torch"):
            item.add_marker(pytest.mark.skip(reason=TORCH_MISSING))


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: no collection of garbage need look through them again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None, None, None]:
    """Says last of all how many comparisons did not happen, since a skip in a long log goes unseen."""
    yield
    skipped = terminalreporter.getreports("skipped")
    count = sum(TORCH_MISSING in str(report.longrepr) for report in skipped)
    if count:
        noun = "comparison" if count == 1 else "comparisons"
        terminalreporter.write_line(f"{count} {noun} with PyTorch skipped: {TORCH_MISSING}", yellow=True)
