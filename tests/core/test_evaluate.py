"""Evaluating and predicting: forward only, on any number of examples, without disturbing training."""

import numpy as np
import pytest

from core import BackflowError
from tests.core.nets import ENDINGS, X, Y, distance, small_program


@pytest.mark.parametrize("ending", ENDINGS, ids="-".join)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_on_the_training_data_is_the_loss_of_the_step(ending: tuple[str, str], reduction: str) -> None:
    program = small_program(ending=ending, reduction=reduction)
    state = program.run(program.start(), 3)
    step = program.advance(state)[1]
    assert step.loss == program.evaluate(state, X, Y)
    assert step.value("out/a").tolist() == program.predict(state, X).tolist()


def test_the_loss_of_any_number_of_examples_is_their_mean() -> None:
    program = small_program(batch_size=2)
    state = program.start()
    single = [program.evaluate(state, X[i : i + 1], Y[i : i + 1]) for i in range(5)]
    for count in (1, 2, 3, 4, 5, 1, 3):
        # the same examples in one matrix product: the last bit may differ
        assert distance(np.mean(single[:count]), program.evaluate(state, X[:count], Y[:count])) <= 1e-15


def test_predictions_belong_to_the_caller() -> None:
    program = small_program()
    state = program.start()
    outputs = program.predict(state, X)
    before = outputs.copy()
    program.predict(program.run(state, 5), X)
    assert before.tolist() == outputs.tolist(), "overwritten by the next prediction"
    outputs[...] = 0.0
    assert before.tolist() == program.predict(state, X).tolist()


def test_evaluating_does_not_disturb_training() -> None:
    program, undisturbed = small_program(batch_size=2), small_program(batch_size=2)
    state, other = program.start(), undisturbed.start()
    for _ in range(4):
        program.evaluate(state, X, Y)
        state, other = program.advance(state)[0], undisturbed.advance(other)[0]
    assert other == state


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        (X, Y[:3], "x has 5 rows and y has 3"),
        ([[1.0]], [[1.0]], r"x has the shape \(1, 1\): expected \(examples, 2\)"),
        (X, X, r"y has the shape \(5, 2\): expected \(examples, 3\)"),
        (np.zeros((0, 2)), np.zeros((0, 3)), "with at least one example"),
    ],
)
def test_tables_that_do_not_fit_are_refused(x, y, sentence: str) -> None:
    program = small_program()
    with pytest.raises(BackflowError, match=sentence):
        program.evaluate(program.start(), x, y)
