"""Looks for installed components once instead of with every page."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def one_look_at_the_packages() -> Iterator[None]:
    """Every AppTest reads the papers of all installed packages, a tenth of a second; they stay the same meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
