"""What the optimizer makes of a gradient, on the page: formula, table, chart, for every recipe and every optimizer."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import RECIPES, Optimizer, Spec
from core import session as sessions
from core.optimizers import OPTIMIZERS
from screens.explaining.optimizer import KEPT
from screens.view import KEY, View, opened
from tests.screens.app import click, open_app, ran, said, view_of


def explained(recipe: str, selected: str = "", spec: Spec | None = None, steps: int = 0) -> AppTest:
    """The page with the optimizer's explanation open, this many steps on."""
    app = open_app(recipe)
    view: View = view_of(app)
    if spec is not None:
        view = opened(spec, recipe)
    session = sessions.pause(view.session)
    for _ in range(steps):
        session = sessions.step_forward(session)
    session = sessions.select(session, selected) if selected else session
    reading = replace(view.reading, aspect="optimizer")
    app.session_state[KEY] = replace(view, session=session, reading=reading, fresh=True)
    app.session_state["explanation_card"] = True
    return ran(app)


def formula(app: AppTest) -> str:
    (only,) = [latex.value for latex in app.latex if "aligned" in latex.value]
    return only


def words(app: AppTest) -> str:
    (only,) = [text.value for text in app.markdown if text.value.startswith("**In words.**")]
    return only


def charted(app: AppTest) -> int:
    """How many steps the table beside the chart has."""
    return next((len(frame.value) for frame in app.dataframe if "gradient" in frame.value), 0)


def confirmed(app: AppTest) -> bool:
    return any("is equal to the recorded one" in caption for caption in said(app))


def test_the_worked_example_goes_from_its_gradient_to_the_published_weight() -> None:
    app = explained("two_two_two", "h1/W[0,0]")
    assert r"&= -0.5 \cdot 0.000438568" in formula(app)
    assert r"&= -0.000219284" in formula(app)
    assert r"&= 0.15 + (-0.000219284) \\[0.1em] &= 0.149780716" in formula(app)
    assert confirmed(app)
    assert any("this update is exactly that." in caption for caption in said(app))
    assert any("more than one of them is in memory" in caption for caption in said(app))


def test_another_notation_writes_another_weight() -> None:
    app = explained("two_two_two", "h1/W[0,0]")
    assert r"\theta &= W_{0,0}^{h1} = 0.15" in formula(app)
    app = ran(app.segmented_control(key="notation").set_value("nielsen").run())
    assert r"\theta &= w_{1,1}^{2} = 0.15" in formula(app)


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_shows_how_its_first_weight_is_updated(recipe: str) -> None:
    app = explained(recipe, steps=2)
    assert confirmed(app)
    assert r"\theta &\leftarrow \theta + \Delta\theta" in formula(app)
    assert any("| **the weight** |" in text.value for text in app.markdown)
    history = view_of(app).session.history
    kept = 1 + sum(history.recorded(k) is not None for k in range(2))
    assert charted(app) == (kept if kept > 1 else 0)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_says_what_it_did(name: str) -> None:
    whole = replace(RECIPES["two_two_two"], optimizer=Optimizer(name, 0.1), batch_size=None)
    app = explained("two_two_two", "out/W[0,1]", whole, steps=3)
    assert confirmed(app)
    assert len(words(app)) > len("**In words.** ") + 20
    table = next(text.value for text in app.markdown if "| quantity | before | after |" in text.value)
    rule = OPTIMIZERS[name]
    fields = (*rule.fields_of(whole.optimizer.settings), *rule.scalars)
    assert all(f"| memory `{field}` |" in table for field in fields)


def test_another_step_has_other_numbers_and_a_longer_chart() -> None:
    app = explained("circles", steps=2)
    before = formula(app)
    app = click(app, "step")
    assert formula(app) != before
    assert charted(app) == 4


def test_the_state_before_the_step_is_found_once_for_all_weights_of_it() -> None:
    app = explained("circles", steps=2)
    _, first = app.session_state[KEPT]
    view = view_of(app)
    app.session_state[KEY] = replace(view, session=sessions.select(view.session, "h1/W[1,1]"), fresh=True)
    app = ran(app)
    assert any("the gradient g of h1/W[1,1]" in caption for caption in said(app))
    assert app.session_state[KEPT][1] is first
    app = click(app, "step")
    of, second = app.session_state[KEPT]
    assert (of[-1], second.step) == (3, 3)
    assert confirmed(app)


def test_with_an_example_chosen_it_says_that_the_batch_is_read() -> None:
    app = explained("xor")
    assert not any("of the whole batch" in caption for caption in said(app))
    view = view_of(app)
    app.session_state[KEY] = replace(view, reading=replace(view.reading, example=2))
    assert any("It reads that of the whole batch" in caption for caption in said(ran(app)))


def test_a_frozen_weight_has_an_update_of_zero_and_the_reason() -> None:
    app = explained("xor", "h1/W[0,0]", replace(RECIPES["xor"], frozen=("h1",)))
    assert "It is frozen by `h1`" in words(app)
    assert r"\Delta\theta &\leftarrow 0" in formula(app)
    assert confirmed(app)
