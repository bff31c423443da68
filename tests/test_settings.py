"""Holds the settings a class depends on: two are hidden options that Streamlit may drop without a word."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / ".streamlit" / "config.toml"

EXPECTED = {
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 20,
    "server.maxWidgetStateSize": 2,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.disconnectedSessionTTL": 300,
    "server.enableWebsocketCompression": False,
    "server.showEmailPrompt": False,
    "server.enableAgentApi": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "runner.postScriptGC": False,
    "runner.fastReruns": True,
    "browser.gatherUsageStats": False,
    "global.minCachedMessageSize": 1e12,
}


def flatten(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """{"a": {"b": 1}} as {"a.b": 1}, the way Streamlit names its options."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return flat


WRITTEN = flatten(tomllib.loads(FILE.read_text(encoding="utf-8")))
LOOKS = {key: value for key, value in WRITTEN.items() if key.startswith("theme.")}


@pytest.fixture(scope="module", autouse=True)
def settings_of_the_project() -> Iterator[None]:
    """Streamlit as it starts in the root of the repository, with no one's environment variables on top."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
            patch.delenv(name)
        config.get_config_options(force_reparse=True)
        yield
    config.get_config_options(force_reparse=True)


@pytest.mark.parametrize("option", EXPECTED)
def test_the_effective_setting_is_the_one_we_chose(option: str) -> None:
    assert config.get_option(option) == EXPECTED[option]


@pytest.mark.parametrize("option", WRITTEN)
def test_streamlit_knows_every_option_in_the_file(option: str) -> None:
    assert config.get_option(option) == WRITTEN[option]


def test_an_unknown_option_is_noticed() -> None:
    with pytest.raises(RuntimeError):
        config.get_option("runner.noSuchOption")


def test_every_setting_in_the_file_is_held_here() -> None:
    assert set(WRITTEN) - set(LOOKS) <= set(EXPECTED)


def test_no_plain_theme_takes_the_light_and_dark_switch_away() -> None:
    assert all(key.startswith(("theme.light.", "theme.dark.")) for key in LOOKS)
    assert {key.removeprefix("theme.light.") for key in LOOKS if key.startswith("theme.light.")} == {
        key.removeprefix("theme.dark.") for key in LOOKS if key.startswith("theme.dark.")
    }


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_there_are_ten_chart_colours(look: str) -> None:
    """With fewer the browser hands Plotly a list that ends in "undefined", and Plotly falls back to its own."""
    assert len(set(LOOKS[f"theme.{look}.chartCategoricalColors"])) == 10


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_and_chart_lines_can_be_read(look: str, ground: str) -> None:
    behind = LOOKS[f"theme.{look}.{ground}"]
    assert contrast(LOOKS[f"theme.{look}.textColor"], behind) >= 7
    assert contrast(LOOKS[f"theme.{look}.primaryColor"], behind) >= 4.5
    assert min(contrast(colour, behind) for colour in LOOKS[f"theme.{look}.chartCategoricalColors"]) >= 3
