"""Every explanation where things go wrong: after an overflow, a change by hand, or when its part is gone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES, Dense, Optimizer
from core import session as sessions
from core.session import Session
from core.spec import adjust
from screens.explaining import ASPECTS
from screens.view import KEY, View, opened
from tests.screens.app import PATIENCE, ran, said


def begun(recipe: str, steps: int = 3, **changes: object) -> Session:
    """A run at rest, some steps on."""
    session = sessions.pause(sessions.begin(replace(RECIPES[recipe], **changes)))
    for _ in range(steps):
        session = sessions.step_forward(session)
    return session


def overflowed(recipe: str) -> Session:
    """At the step at which training overflowed: without bends and with a rate that is much too large."""
    layers = [replace(one, activation="linear") if isinstance(one, Dense) else one for one in RECIPES[recipe].layers]
    session = begun(recipe, 0, layers=tuple(layers), optimizer=Optimizer("sgd", 100.0))
    while session.fault is None or session.cursor < session.fault.step:
        session = sessions.step_forward(session)
    return session


def changed_by_hand() -> Session:
    return sessions.edit(begun("circles"), "h1/W", (0, 0), 1.25)


def without_its_layer() -> Session:
    """The layer of the selected weight is taken away."""
    session = sessions.select(begun("circles"), "h2/W[0,0]")
    return sessions.change(session, adjust.with_hidden(session.spec, adjust.parse_widths("5")))


SITUATIONS: dict[str, Callable[[], Session]] = {
    "a curve overflowed": lambda: overflowed("sine"),
    "a sequence overflowed": lambda: overflowed("adding_rnn"),
    "a weight was changed by hand": changed_by_hand,
    "the layer is gone": without_its_layer,
}


@pytest.fixture(scope="module", params=SITUATIONS)
def session(request: pytest.FixtureRequest) -> Session:
    return SITUATIONS[request.param]()


def card(view: View) -> AppTest:
    """Nothing but the card, open."""

    def page() -> None:
        import importlib

        importlib.import_module("screens.explaining.card").explanation()

    app = AppTest.from_function(page, default_timeout=PATIENCE)
    app.session_state[KEY] = view
    app.session_state["explanation_card"] = True
    return ran(app)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_has_something_to_say(session: Session, aspect: str) -> None:
    of_batch = int(session.program.batches.indices(session.cursor)[-1])
    for selected, example in (("h1/W[0,0]", of_batch), ("out:0", None)):
        view = replace(opened(session.spec, None), session=sessions.select(session, selected))
        app = card(replace(view, reading=replace(view.reading, aspect=aspect, example=example)))
        assert any(ASPECTS[aspect].about in text for text in said(app))
        shown = "".join(part.value for part in (*app.caption, *app.markdown, *app.latex))
        assert "NOT equal" not in shown
        assert " nan" not in shown
        assert " inf" not in shown


def test_where_the_selected_part_is_gone_it_says_what_to_select() -> None:
    session = without_its_layer()
    assert session.selected == ""
    view = replace(opened(session.spec, None), session=session)
    assert any("Select a weight, a bias or a unit" in text for text in said(card(view)))
