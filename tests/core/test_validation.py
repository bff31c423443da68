"""The validation set: a third part of the examples that no step sees, measured beside the test set."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Data, compile_program
from core import session as sessions
from core.datasets import DATASETS, load, training_examples
from core.spec import Spec
from tests.core.parts import parts_of
from tests.core.runs import TINY, row_at

DRAWN = [name for name in DATASETS if name != "given"]
VALIDATED = replace(TINY, data=replace(TINY.data, validation_fraction=0.25))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize(("tested", "validated"), [(0.2, 0.3), (0.0, 0.5), (0.5, 0.49), (0.9, 0.05)])
def test_the_three_parts_are_disjoint_and_together_everything(name: str, tested: float, validated: float) -> None:
    data = Data(name, samples=50, noise=0.05, test_fraction=tested, validation_fraction=validated)
    examples, whole = load(data), load(replace(data, test_fraction=0.0, validation_fraction=0.0))
    parts = parts_of(examples)
    assert [len(examples.x_test), len(examples.x_validation)] == [round(50 * tested), round(50 * validated)]
    assert len(examples.x) == training_examples(data) >= 1
    assert sum(map(len, parts)) == 50
    assert set.union(*parts) == parts_of(whole)[0]


@pytest.mark.parametrize("name", DRAWN)
def test_a_validation_set_leaves_the_test_set_as_it_was(name: str) -> None:
    data = Data(name, samples=40, noise=0.1, test_fraction=0.25)
    before, after = load(data), load(replace(data, validation_fraction=0.25))
    assert len(before.x_validation) == 0
    (train, test, _), (left, tested, _) = parts_of(before), parts_of(after)
    assert test == tested
    assert left < train


def test_at_least_one_example_stays_for_training() -> None:
    data = Data(
        "given", x=((1.0,), (2.0,), (3.0,)), y=((0.0,), (1.0,), (2.0,)), test_fraction=0.6, validation_fraction=0.39
    )
    examples = load(data)
    assert (len(examples.x), len(examples.x_test), len(examples.x_validation)) == (1, 2, 0)
    assert training_examples(data) == 1


def test_a_setup_from_before_there_was_validation_is_read_as_having_none() -> None:
    spec = Spec.from_json('{"data": {"name": "moons", "samples": 40, "test_fraction": 0.2}}')
    assert spec.data.validation_fraction == 0.0


def test_the_validation_losses_are_those_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    session = sessions.recorded(sessions.begin(VALIDATED), 12)
    program, examples = session.program, session.program.examples
    measured = session.history.losses.validation
    assert np.isfinite(measured).all()
    for k, loss in enumerate(measured):
        parameters = row_at(session, k)[program.layout.blocks["model"]]
        assert loss == program.loss_at(parameters, examples.x_validation, examples.y_validation)
    monkeypatch.setattr("core.held_out.TEST_WORK", 1)
    seldom = sessions.recorded(sessions.begin(VALIDATED), 8)
    assert np.isfinite(seldom.history.losses.validation).tolist() == [True] + 7 * [False] + [True]


def test_without_a_validation_set_nothing_is_measured() -> None:
    assert np.isnan(sessions.recorded(sessions.begin(TINY), 5).history.losses.validation).all()


def test_what_is_held_out_for_validation_is_never_trained_on() -> None:
    program = compile_program(replace(RECIPES["moons"], data=replace(RECIPES["moons"].data, validation_fraction=0.3)))
    held = {tuple(row) for row in program.examples.x_validation.tolist()}
    state = program.start()
    for _ in range(20):
        state, step = program.advance(state)
        assert not held & {tuple(row) for row in step.value("x").tolist()}
