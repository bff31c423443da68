"""Parts of the page that can be drawn alone, each by its name.

A request of the stage may cut short a run that was to draw several of them. A part that was not drawn to its end stays
awaited, and the next request draws it too: no answer to a hand is lost because the stage asked for rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

import streamlit as st

from screens.view import current, put

Draw = Callable[[], None]


def part(name: str) -> Callable[[Draw], Draw]:
    """Make what draws into a part of the page with this name."""

    def of(draw: Draw) -> Draw:
        @st.fragment(key=name)
        @wraps(draw)
        def drawn() -> None:
            draw()
            arrived(name)

        return drawn

    return of


def arrived(name: str) -> None:
    """Nobody waits for this part any more."""
    view = current()
    if name in view.awaited:
        put(replace(view, awaited=view.awaited - {name}))
