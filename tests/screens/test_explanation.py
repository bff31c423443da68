"""Where a number comes from: closed at first, none while it plays, and a way from the weight to the loss."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core import RECIPES
from core import session as sessions
from screens.view import KEY
from tests.screens.app import click, now, open_app, ran, said, view_of
from viz.explain import NOTATIONS


def explained(recipe: str, selected: str) -> AppTest:
    app = open_app(recipe)
    view = view_of(app)
    app.session_state[KEY] = replace(view, session=sessions.select(view.session, selected))
    app.session_state["explanation_card"] = True
    return ran(app)


def formulas(app: AppTest) -> list[str]:
    """The chain rules on the page; the optimizer has a formula too."""
    return [latex.value for latex in app.latex if "aligned" in latex.value]


def formula(app: AppTest) -> str:
    (only,) = formulas(app)
    return only


def test_it_is_closed_at_first_and_shows_nothing_while_it_plays() -> None:
    app = open_app("two_two_two")
    assert not formulas(app)
    playing = open_app("two_two_two", playing=True)
    playing.session_state["explanation_card"] = True
    ran(playing)
    assert not formulas(playing)
    assert "Pause to see where a number of the step comes from." in said(playing)


def test_the_worked_example_is_followed_from_the_weight_to_the_loss() -> None:
    app = explained("two_two_two", "h1/W[0,0]")
    assert r"0.036350306 \times 0.241300709 \times 0.05" in formula(app)
    assert "= 0.000438568" in formula(app)
    assert any("is equal to the recorded number" in caption for caption in said(app))
    assert any("the last digit of a sum or product may seem to be off" in caption for caption in said(app))
    assert any("adds −0.000219284, and the next step begins with 0.149780716." in text.value for text in app.markdown)
    assert app.button(key="onward_1").label == "∂L/∂h1/a[0,0] = 0.036350306"
    app = click(app, "onward_1")
    assert view_of(app).reading.trail == ("h1/W[0,0]", "h1/a[0,0]")
    assert "0.036350306" in formula(app)
    assert "0.055399425 - 0.019049118" in formula(app)
    app = click(click(app, "onward_0"), "onward_0")
    assert view_of(app).reading.trail[-1] == "out/a[0,0]"
    assert "Here the way ends: the next number is the loss itself." in said(app)
    app = click(app, "explained_1")
    assert view_of(app).reading.trail == ("h1/W[0,0]",)


def test_what_is_selected_again_is_explained_from_its_start() -> None:
    app = click(explained("two_two_two", "h1/W[0,0]"), "onward_1")
    assert view_of(app).reading.trail == ("h1/W[0,0]", "h1/a[0,0]")
    for path in ("out/W[0,0]", "h1/W[0,0]"):
        app.selectbox(key=now(app, "selected")).set_value(path)
        ran(app)
        assert view_of(app).reading.trail == ()
        assert f"How the loss changes with {path}" in " ".join(said(app))


def test_a_recipe_opened_anew_is_explained_from_the_start() -> None:
    app = click(explained("two_two_two", "h1/W[0,0]"), "onward_1")
    app.button_group(key=now(app, "recipe")).set_value(None)
    ran(app)
    assert view_of(app).reading.trail == ()


def test_any_term_of_a_long_sum_can_be_chosen() -> None:
    app = explained("circles", "h2/W[0,0]")
    (box,) = [box for box in app.selectbox if box.label.startswith("or of any of the")]
    ran(box.select_index(6).run())
    assert view_of(app).reading.trail == ("h2/W[0,0]", box.options[6])


def test_the_notation_changes_the_symbols_and_no_number() -> None:
    app = explained("two_two_two", "h1/W[0,0]")
    for notation in NOTATIONS:
        ran(app.segmented_control(key="notation").set_value(notation).run())
        assert view_of(app).reading.notation == notation
        assert r"0.036350306 \times 0.241300709 \times 0.05" in formula(app)
        assert NOTATIONS[notation].said.split(". ")[0] in " ".join(said(app))
    app = click(app, "onward_1")
    assert view_of(app).reading.notation == "code"
    assert r"\texttt{h1/a.grad[0,0]}" in formula(app)


def test_without_a_number_it_says_what_to_do() -> None:
    assert any("Select a weight" in caption for caption in said(explained("two_two_two", "")))
    given = "x:0 is given and not computed, so no derivative of it is recorded. Select a weight"
    assert any(caption.startswith(given) for caption in said(explained("two_two_two", "x:0")))


def test_every_recipe_has_an_explanation_of_what_is_selected_first() -> None:
    for recipe in RECIPES:
        app = open_app(recipe)
        app.session_state["explanation_card"] = True
        assert formulas(ran(app)), recipe
