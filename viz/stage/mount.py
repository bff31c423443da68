"""Mounts the stage and its feed: the only file of `viz` that knows Streamlit.

`stage()` goes once outside the live fragment and carries the code; `feed(...)` goes inside it, carries one slice of
bytes (docs/stage.md) to the browser and the stage's requests back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from viz.stage import assets

Payload = dict[str, Any]
Listener = Callable[[Payload], None]


class Requests(NamedTuple):
    """What the browser asked in the run of the script that is under way; None for what it did not ask."""

    need: Payload | None
    pick: Payload | None
    refit: Payload | None
    example: Payload | None


# Registered once per process; outside a shadow root, so that the page's own tools (tests, axe, print) see the elements.
_stage = st.components.v2.component(
    "backflow_stage", js=assets.script("stage"), css=assets.style(), isolate_styles=False
)
_feed = st.components.v2.component(
    "backflow_feed", html=assets.FEED_HTML, css=assets.FEED_CSS, js=assets.script("feed"), isolate_styles=False
)


def stage(key: str = "stage", height: int = 460) -> None:
    """Draw the stage here; `height` is that of the picture in pixels, without headline and phase track."""
    _stage(key=key, data={"height": height})


def feed(
    data: bytes,
    on_need: Listener | None = None,
    on_pick: Listener | None = None,
    on_refit: Listener | None = None,
    on_example: Listener | None = None,
    key: str = "feed",
) -> Requests:
    """Hand a slice to the stage and return what it asked.

    The listeners are Streamlit callbacks: they get the payload *before* the script (or the fragment) runs again.
    """
    result = _feed(
        key=key,
        data=data,
        height="content",
        on_need_change=_told(on_need, key, "need"),
        on_pick_change=_told(on_pick, key, "pick"),
        on_refit_change=_told(on_refit, key, "refit"),
        on_example_change=_told(on_example, key, "example"),
    )
    return Requests(*(getattr(result, name, None) for name in Requests._fields))


def _told(listener: Listener | None, key: str, name: str) -> Callable[[], None]:
    def call() -> None:
        payload = getattr(st.session_state.get(key), name, None)
        if listener and payload:
            listener(dict(payload))

    return call
