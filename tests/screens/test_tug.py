"""The tug of war on the page: bars, their order, and the example that is chosen by keyboard or by a click."""

from dataclasses import replace
from types import SimpleNamespace

from streamlit.testing.v1 import AppTest

from core import RECIPES
from core import session as sessions
from screens.explaining import tug
from screens.view import KEY
from tests.screens.app import open_app, ran, said, session_of, view_of


def pulled(recipe: str, selected: str = "", example: int | None = None) -> AppTest:
    app = open_app(recipe)
    view = view_of(app)
    session = sessions.select(view.session, selected or view.session.selected)
    reading = replace(view.reading, aspect="examples", example=example)
    app.session_state[KEY] = replace(view, session=session, reading=reading)
    app.session_state["explanation_card"] = True
    return ran(app)


def table(app: AppTest) -> list[str]:
    (found,) = [text.value for text in app.markdown if text.value.startswith("| pulls |")]
    return found.splitlines()[2:-1]


def test_every_recipe_has_a_tug_of_war_that_adds_up() -> None:
    for recipe in RECIPES:
        app = pulled(recipe)
        words = " ".join(text.value for text in app.markdown)
        assert "equal to the recorded gradient" in words or "Nobody pulls" in words, recipe
        assert "NOT" not in words, recipe


def test_the_order_of_the_bars_can_be_switched() -> None:
    app = pulled("circles", "h2/W[0,0]")
    places = session_of(app).program.batches.indices(session_of(app).cursor).tolist()
    by_size = table(app)
    app.session_state["tug_order"] = "batch"
    ran(app)
    assert [line.split()[2] for line in table(app)] == [str(place) for place in places]
    assert sorted(table(app)) == sorted(by_size)
    assert table(app) != by_size


def test_a_unit_stands_for_its_bias_and_a_pooled_channel_has_no_tug_of_war() -> None:
    assert "How much of the gradient of h2/b[1] is each example's doing." in said(pulled("circles", "h2:1"))
    pooled = pulled("cnn", "h2:0")
    assert not [chart for chart in pooled.get("plotly_chart") if "tug" in chart.proto.id]


def test_a_click_on_a_bar_chooses_its_example_and_one_on_several_does_not(monkeypatch) -> None:
    chosen = []
    monkeypatch.setattr(tug, "choose_example", chosen.append)
    for points in ([{"customdata": [17]}], [{"customdata": 4}], [{"customdata": -1}], []):
        state = {"tug_plot": SimpleNamespace(selection=SimpleNamespace(points=points))}
        monkeypatch.setattr(tug, "st", SimpleNamespace(session_state=state))
        tug.on_bar()
    assert chosen == [17, 4]
