"""Holds the headlines to the numbers of the row they speak of."""

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Optimizer, Spec
from core import session as sessions
from core.computing_order import layers_of
from core.history import NO_LOSSES, Losses
from core.narrate import delta_norms, delta_path, factor, gradient_sentence, headline, trend_of
from tests.core.runs import OVERFLOWING


def losses(*values: float) -> Losses:
    return NO_LOSSES.joined(np.arange(len(values)), np.array(values), np.full(len(values), np.nan))


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ([], ""),
        ([1.0] * 41, ""),
        ([1.0] * 80, "steady"),
        ([1.0] * 40 + [0.9] * 40, "falling"),
        ([1.0] * 40 + [1.1] * 40, "rising"),
        ([1.0] * 40 + [0.99] * 40, "steady"),
        ([1.0] * 40 + [np.inf] * 40, ""),
        ([0.0] * 80, "steady"),
    ],
)
def test_the_trend_compares_the_last_forty_losses_with_those_before(values: list[float], trend: str) -> None:
    assert trend_of(losses(*values)) == trend


def test_the_trend_knows_nothing_of_what_comes_later() -> None:
    session = sessions.recorded(sessions.begin(RECIPES["xor"]), 8)
    later = session.history.losses.joined(np.arange(9, 99), np.full(90, 1e9), np.full(90, np.nan))
    step = session.history.step(5)
    assert headline(step, later) == headline(step, session.history.losses.until(5))


@pytest.mark.parametrize("name", RECIPES)
def test_the_norms_are_those_of_the_deltas(name: str) -> None:
    session = sessions.recorded(sessions.begin(RECIPES[name]), 5)
    rows = np.stack([session.history.step(k).row for k in range(4)])
    norms = delta_norms(session.program.layout, rows)
    for k in range(4):
        step = session.history.step(k)
        layout = session.program.layout
        expected = [np.linalg.norm(step.adjoint(delta_path(layout, layer))) for layer in layers_of(layout)]
        np.testing.assert_allclose(norms[k], expected, rtol=1e-14)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_has_a_headline_that_names_its_step(name: str) -> None:
    session = sessions.recorded(sessions.begin(RECIPES[name]), 3)
    said = headline(session.history.step(2), session.history.losses)
    assert said.step == 2
    assert said.sentence.startswith("At step 2 ")
    assert said.sentence.endswith(".")
    assert "nan" not in said.sentence


def deep(scale_of_last_delta: float) -> str:
    """The sentence of a linear chain x → h1 → out whose outgoing weight is given: delta of h1 = weight · delta."""
    spec = Spec(
        data=Data("given", x=((1.0,),), y=((0.0,),)),
        layers=(Dense(1, "linear", bias=False), Dense(1, "linear", bias=False)),
        loss=Loss("half_squared_error", "sum"),
        optimizer=Optimizer("sgd", 0.1),
        initial=(("h1/W", ((1.0,),)), ("out/W", ((scale_of_last_delta,),))),
    )
    return gradient_sentence(sessions.begin(spec).step)


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [
        (1.0, "the gradient reaching h1 is about as large as at out."),
        (0.1, "the gradient reaching h1 is 10 times smaller than at out."),
        (0.4, "the gradient reaching h1 is 2.5 times smaller than at out."),
        (-20.0, "the gradient reaching h1 is 20 times larger than at out."),
        (0.0, "no gradient reaches h1: every delta there is zero."),
    ],
)
def test_the_sentence_compares_the_first_delta_with_the_last(weight: float, sentence: str) -> None:
    assert deep(weight) == f"At step 0 {sentence}"


def test_a_net_without_hidden_layers_names_its_delta() -> None:
    spec = Spec(data=Data("xor", samples=4), layers=(Dense(1, "sigmoid"),))
    assert gradient_sentence(sessions.begin(spec).step).startswith("At step 0 the delta at out has the norm ")


def test_an_overflow_is_said_with_its_place() -> None:
    session = sessions.begin(OVERFLOWING, True)
    while session.fault is None:
        session = sessions.recorded(session, 60)
    bad = session.history.step(session.fault.step)
    assert not np.isfinite(delta_norms(bad.layout, bad.row[None])).all()
    assert gradient_sentence(bad) == (
        f"At step {bad.index:,} training overflowed: {session.fault.path} is no longer finite."
    )


@pytest.mark.parametrize(("ratio", "text"), [(1.84, "1.8"), (12.3, "12"), (1234.0, "1,234"), (1e9, "1.0e+09")])
def test_ratios_are_written_as_people_say_them(ratio: float, text: str) -> None:
    assert factor(ratio) == text
