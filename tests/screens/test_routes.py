"""The path ledger on the page: a table for every recipe, a route that is lit, and one that goes dark again."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio

from core import RECIPES
from core import session as sessions
from screens.explaining import routes
from screens.reading import lit_now
from screens.view import KEY, opened
from tests.screens.app import click, now, open_app, ran, said, session_of, view_of


def routed(recipe: str, selected: str = "", example: int | None = None) -> AppTest:
    app = open_app(recipe)
    view = view_of(app)
    session = sessions.select(view.session, selected or view.session.selected)
    reading = replace(view.reading, aspect="routes", example=example)
    app.session_state[KEY] = replace(view, session=session, reading=reading)
    app.session_state["explanation_card"] = True
    return ran(app)


def ledger(app: AppTest) -> str:
    (found,) = [text.value for text in app.markdown if "product of its slopes" in text.value]
    return found


def choice(app: AppTest) -> Radio:
    (found,) = [radio for radio in app.radio if radio.label == "light a route on the stage"]
    return found


def products(app: AppTest) -> list[str]:
    """What is written out; the optimizer has a formula on the page too."""
    return [latex.value for latex in app.latex if "route" in latex.value]


def chosen(app: AppTest, rank: int) -> AppTest:
    return ran(choice(app).set_value(rank).run())


def test_every_recipe_has_a_ledger_that_adds_up() -> None:
    for recipe in RECIPES:
        app = routed(recipe)
        assert "**sum of all routes**" in ledger(app), recipe
        assert any("equal to the recorded" in caption for caption in said(app)), recipe
        assert not any("NOT" in caption for caption in said(app)), recipe


def test_a_chosen_route_is_lit_and_written_out_and_goes_dark_again() -> None:
    app = routed("two_two_two", "h1/W[0,0]")
    assert not products(app)
    app = chosen(app, 0)
    lit = lit_now(view_of(app).reading.lit, session_of(app))
    assert lit.parts == ("h1/W[0,0]", "h1:0", "out/W[0,0]", "out:0")
    assert lit.note == "h1/W[0,0] → h1:0 → out:0 → L"
    (product,) = products(app)
    assert r"0.74136507 \times 0.186815602 \times 0.4" in product
    app = chosen(app, -1)
    assert view_of(app).reading.lit is None
    assert not products(app)


def test_another_step_has_other_routes_and_none_is_lit() -> None:
    app = chosen(routed("two_two_two", "h1/W[0,0]"), 1)
    before = ledger(app)
    app = click(app, "step")
    assert ledger(app) != before
    assert choice(app).value == -1
    assert lit_now(view_of(app).reading.lit, session_of(app)) is None


def test_what_goes_dark_on_the_stage_is_not_chosen_in_the_list_either() -> None:
    app = chosen(routed("circles", "h1/W[0,0]"), 1)
    box, behind_the_batch = app.selectbox(key=now(app, "example")), session_of(app).program.batch + 1
    app = ran(box.select_index(behind_the_batch).run())
    assert sessions.row_of(session_of(app), view_of(app).reading.example) is None
    assert view_of(app).reading.lit is None
    assert choice(app).value == -1
    assert not products(app)


@pytest.mark.parametrize("word", ["9. h9:9 → L", 2])
def test_a_late_word_about_another_list_lights_nothing(word: object, monkeypatch) -> None:
    view, lit = opened(RECIPES["two_two_two"], None), []
    monkeypatch.setattr(routes, "current", lambda: view)
    monkeypatch.setattr(routes, "put", lit.append)
    monkeypatch.setattr(routes, "by_hand", lambda key: True)
    monkeypatch.setattr(routes, "st", SimpleNamespace(session_state={"route": word}))
    routes.on_route("route", ["a", "b"], [("h1:0",), ("h1:1",)])
    assert not lit


def test_another_selection_puts_the_route_out() -> None:
    app = chosen(routed("circles", "h1/W[0,0]"), 0)
    app = ran(app.selectbox(key=now(app, "selected")).set_value("h1/W[1,0]").run())
    assert session_of(app).selected == "h1/W[1,0]"
    assert view_of(app).reading.lit is None


def test_one_example_and_a_unit_have_routes_too() -> None:
    app = open_app("circles")
    place = int(session_of(app).program.batches.indices(session_of(app).cursor)[3])
    captions = said(routed("circles", "h1/W[0,0]", place))
    assert any(f"The share that example {place} has in ∂L/∂h1/W[0,0]" in caption for caption in captions)
    captions = said(routed("circles", "h1:2", place))
    assert any("∂L/∂h1/a[3,2] =" in caption for caption in captions)
