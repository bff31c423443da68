"""Parts of the page that are drawn alone: what a request of the stage cut short is drawn with the next one."""

import pytest
import streamlit as st

from core import RECIPES
from screens.part import arrived
from screens.view import KEY, current, opened, rerun
from tests.screens.app import click, open_app, view_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What Streamlit is asked to draw again, on a page whose charts are there."""
    lists: list[list[str]] = []
    monkeypatch.setattr(st, "session_state", {KEY: opened(RECIPES["xor"], "xor")})
    monkeypatch.setattr(st, "rerun", lists.append)
    return lists


def test_a_part_that_was_not_drawn_is_asked_for_with_the_next_request(asked: list[list[str]]) -> None:
    rerun("notices", "rate")
    rerun("live")
    assert asked[-1] == ["live", "charts", "notices", "rate"]
    for name in ("live", "charts", "notices", "rate"):
        arrived(name)
    rerun("live")
    assert "notices" not in asked[-1]
    assert "rate" not in asked[-1]


def test_what_was_never_asked_for_may_be_drawn_too(asked: list[list[str]]) -> None:
    arrived("papers")
    assert current().awaited == frozenset()
    assert not asked


def test_a_drawn_page_leaves_nothing_awaited() -> None:
    app = open_app("xor")
    assert view_of(click(app, "step")).awaited == frozenset()
