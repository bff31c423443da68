"""The app without a browser: opened by recipe, driven by its widgets and by what the browser would ask."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core import RECIPES
from core import session as sessions
from core.session import Session
from screens import echo
from screens.view import KEY, View, opened

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def open_app(recipe: str | None = None, playing: bool = False) -> AppTest:
    """The page as a newcomer sees it, or with this recipe."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    if recipe:
        app.session_state[KEY] = view_on(recipe, playing)
    return ran(app)


def ran(app: AppTest) -> AppTest:
    """Run the page; an exception on it fails the test."""
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def view_of(app: AppTest) -> View:
    return app.session_state[KEY]


def session_of(app: AppTest) -> Session:
    return view_of(app).session


def now(app: AppTest, name: str) -> str:
    """The key under which a widget is on the page; it has a new one whenever Python replaced its value."""
    widgets = app.session_state.get(echo.KEY, {})
    return widgets[name].key if name in widgets else name


def sentences(app: AppTest) -> list[str]:
    """What the page refuses or regrets."""
    return [box.value for box in (*app.warning, *app.error)]


def said(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def asked(app: AppTest, listener: Callable[..., None], *arguments: object) -> AppTest:
    """The page after the browser sent this request: the listener runs as a callback, as in the real app."""
    app.session_state["request"] = (listener.__module__, listener.__name__, arguments)
    return click(app, "request_of_the_browser")


def open_with_requests(recipe: str, playing: bool = True) -> AppTest:
    """The page with a button behind which the requests of the browser come in."""

    def page() -> None:
        import importlib

        import streamlit as st

        def request() -> None:
            module, name, arguments = st.session_state.pop("request")
            getattr(importlib.import_module(module), name)(*arguments)

        st.button("request", key="request_of_the_browser", on_click=request)
        importlib.import_module("screens").SCREENS["network"]()

    app = AppTest.from_function(page, default_timeout=PATIENCE)
    app.session_state[KEY] = view_on(recipe, playing)
    return ran(app)


def view_on(recipe: str, playing: bool) -> View:
    view = opened(RECIPES[recipe], recipe)
    return view if playing else replace(view, session=sessions.pause(view.session))


def click(app: AppTest, key: str) -> AppTest:
    """Press a button; the second run is a full one, so that the whole page can be looked at again."""
    app.button(key=key).click()
    return ran(ran(app))


def message_of(app: AppTest) -> bytes:
    """The slice that the feed hands to the browser."""
    return next(part.proto.bytes for part in app.get("bidi_component") if part.proto.WhichOneof("data") == "bytes")
