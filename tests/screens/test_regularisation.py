"""Every regulariser has a field: 0 is off, any amount acts at once and resets nothing, a bad one is a sentence."""

import pytest

from core.losses import LOSSES
from core.regularisers import REGULARISERS
from tests.screens.app import click, now, open_app, ran, said, sentences, session_of

# A classification with hidden layers on which every regulariser can act.
RECIPE = "circles"


def set_amount(app, name: str, amount: float | None):
    app.number_input(key=now(app, f"regulariser_{name}")).set_value(amount)
    return ran(app)


@pytest.mark.parametrize("name", REGULARISERS)
def test_each_regulariser_is_off_at_first_goes_on_and_off_again(name: str) -> None:
    app = open_app(RECIPE)
    for activation in REGULARISERS[name].activations[:1]:
        app.selectbox(key=now(app, "activation")).set_value(activation)
        ran(app)
    for _ in range(2):
        click(app, "step")
    weights = session_of(app).history.state(2).parameter("h1/W").tobytes()
    assert app.number_input(key=now(app, f"regulariser_{name}")).value == 0
    amount = min(0.1, REGULARISERS[name].amount.high)
    set_amount(app, name, amount)
    session = session_of(app)
    assert (session.spec.amount(name), session.cursor, sentences(app)) == (amount, 2, [])
    assert session.history.state(2).parameter("h1/W").tobytes() == weights
    assert any(REGULARISERS[name].label in text for text in said(app) if text.startswith("On: "))
    click(app, "step")
    assert session_of(app).cursor == 3
    set_amount(app, name, 0.0)
    assert session_of(app).spec.regularisers == ()
    click(app, "step")
    assert session_of(app).cursor == 4


@pytest.mark.parametrize("name", REGULARISERS)
def test_an_amount_out_of_range_is_a_sentence_and_an_emptied_field_is_no_wish(name: str) -> None:
    app = open_app(RECIPE)
    before = session_of(app).spec
    set_amount(app, name, REGULARISERS[name].amount.high * 2)
    [sentence] = sentences(app)
    assert "amount" in sentence and name in sentence
    set_amount(app, name, None)
    assert session_of(app).spec == before
    assert app.number_input(key=now(app, f"regulariser_{name}")).value == 0


@pytest.mark.parametrize("name", REGULARISERS)
def test_behind_the_question_mark_stand_sentence_formula_and_source(name: str) -> None:
    rule = REGULARISERS[name]
    app = open_app(RECIPE)
    field = app.number_input(key=now(app, f"regulariser_{name}"))
    assert field.label == f"{rule.label} {rule.symbol}"
    assert rule.about in field.help and rule.source in field.help and "$$" in field.help


def test_what_does_not_fit_the_loss_is_refused_with_a_sentence() -> None:
    app = open_app("sine")
    assert not LOSSES[session_of(app).spec.loss.name].choices(1)
    set_amount(app, "label_smoothing", 0.1)
    assert "needs targets that are probabilities" in sentences(app)[0]
    assert session_of(app).spec.regularisers == ()


def test_what_a_regulariser_needs_is_said_and_its_other_numbers_have_fields() -> None:
    app = open_app(RECIPE)
    set_amount(app, "sparsity", 0.1)
    [sentence] = sentences(app)
    assert "expected sigmoid there" in sentence
    assert session_of(app).spec.regularisers == ()
    app = open_app("sparse")
    assert app.number_input(key=now(app, "sparsity_rate")).value == 0.15
    app.number_input(key=now(app, "sparsity_rate")).set_value(0.3)
    ran(app)
    assert session_of(app).spec.regularisers[0].settings == {"rate": 0.3}
