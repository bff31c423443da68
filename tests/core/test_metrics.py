"""Metrics against counting by hand and against PyTorch, at a state, on each set, with bounded work."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core import RECIPES, Data, Dense, Loss, Spec, compile_program
from core.datasets import Examples, load
from core.metrics import METRICS, Answers, kind_of, measured
from core.metrics.answers import threshold_of

NUMBERS = st.floats(-10, 10).map(lambda value: round(value, 3))
TABLES = st.integers(1, 30).flatmap(lambda rows: arrays.arrays(float, (2, rows, 3), elements=NUMBERS))
LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


def one_hot(labels, classes: int) -> np.ndarray:
    return np.eye(classes)[np.asarray(labels, dtype=int)]


def examples(y) -> Examples:
    table = np.asarray(y, dtype=float)
    return Examples(np.zeros((len(table), 1)), table, *(np.empty((0, side)) for side in (1, table.shape[1]) * 2))


def measure(name: str, answers: Answers) -> np.ndarray:
    return METRICS[name].measure(answers)


def model_of(program) -> np.ndarray:
    return program.start().model


@given(LABELS)
def test_classes_are_counted_as_by_hand(pairs: list[tuple[int, int]]) -> None:
    asked, said = zip(*pairs, strict=True)
    answers = Answers(0.2 + 0.5 * one_hot(said, 4), one_hot(asked, 4), "classes")
    counted = [[sum(pair == (i, j) for pair in pairs) for j in range(4)] for i in range(4)]
    assert measure("confusion", answers).tolist() == counted
    assert measure("accuracy", answers) == pytest.approx(sum(a == s for a, s in pairs) / len(pairs), abs=1e-15)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40))
def test_yes_or_no_is_counted_as_by_hand(pairs: list[tuple[bool, float]]) -> None:
    both = [(False, 0.0), (True, 1.0), *pairs]
    targets, outputs = (np.array(column, dtype=float)[:, None] for column in zip(*both, strict=True))
    answers = Answers(outputs, targets, "binary")
    right = sum(asked == (output > 0.5) for asked, output in both)
    assert measure("accuracy", answers) == pytest.approx(right / len(both), abs=1e-15)
    table = measure("confusion", answers)
    assert table.sum() == len(both)
    assert table[1, 0] == sum(asked and output <= 0.5 for asked, output in both)


@pytest.mark.parametrize("targets", [(0.0, 1.0), (-1.0, 1.0)])
def test_a_hinge_is_read_by_its_sign(targets: tuple[float, float]) -> None:
    known = examples([[targets[0]], [targets[1]], [targets[1]]])
    answers = Answers(np.array([[-0.2], [0.1], [-0.1]]), known.y, kind_of(known), threshold_of(known, "hinge"))
    assert answers.said.tolist() == [0, 1, 0]
    assert answers.asked.tolist() == [0, 1, 1]
    assert measure("accuracy", answers) == pytest.approx(2 / 3)


def test_targets_of_minus_one_and_one_are_read_by_sign_with_every_loss() -> None:
    known = examples([[-1.0], [1.0]])
    assert (kind_of(known), threshold_of(known, "mean_squared_error")) == ("binary", 0.0)


@pytest.mark.torch
@given(TABLES)
def test_r2_is_that_of_its_definition_in_torch(tables: np.ndarray) -> None:
    import torch

    outputs, targets = tables
    targets[0] += np.arange(3.0) + 20.0
    answers = Answers(outputs, targets, "regression")
    if len(targets) == 1:
        assert np.isnan(measure("r2", answers))
        return
    y, a = torch.from_numpy(targets), torch.from_numpy(outputs)
    left, spread = torch.nn.functional.mse_loss(a, y, reduction="none").mean(0), y.var(0, unbiased=False)
    np.testing.assert_allclose(measure("r2", answers), float((1 - left / spread).mean()), rtol=1e-9)


def test_r2_is_one_for_the_targets_themselves_and_zero_for_their_mean() -> None:
    targets = np.array([[1.0], [2.0], [6.0]])
    assert measure("r2", Answers(targets, targets, "regression")) == 1.0
    assert measure("r2", Answers(np.full((3, 1), 3.0), targets, "regression")) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize(
    ("y", "kind"),
    [
        ([[0], [1]], "binary"),
        ([[-1], [1]], "binary"),
        ([[0, 1], [1, 0]], "classes"),
        ([[1, 1], [0, 1]], "binary"),
        ([[0.01, 0.99]], "regression"),
        ([[0.0], [0.5]], "regression"),
        ([[1.0], [1.0]], "regression"),
    ],
)
def test_the_targets_say_what_they_are(y: list[list[float]], kind: str) -> None:
    assert kind_of(examples(y)) == kind


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_has_the_metrics_that_mean_something(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    found = measured(program, model_of(program), METRICS)
    kind = kind_of(program.examples)
    for one in found.values():
        assert set(one.values) == {name for name, metric in METRICS.items() if kind in metric.kinds}
    assert ("r2" in found["train"].values) == (kind == "regression")


def test_each_set_is_measured_at_the_state_that_is_given() -> None:
    data = replace(RECIPES["moons"].data, validation_fraction=0.2)
    program = compile_program(replace(RECIPES["moons"], data=data))
    state = program.run(program.start(), 50)
    found = measured(program, state.model, METRICS)
    known = program.examples
    assert list(found) == ["train", "validation", "test"]
    for name, x, y in (("train", known.x, known.y), ("validation", known.x_validation, known.y_validation),
                       ("test", known.x_test, known.y_test)):  # fmt: skip
        right = (program.predict(state, x) > 0.5) == (y > 0.5)
        assert found[name].values["accuracy"] == right.mean()
        assert found[name].loss == program.evaluate(state, x, y)
        assert (found[name].examples, found[name].total) == (len(x), len(x))


def test_a_large_set_is_measured_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.metrics.measure.WORK", 1)
    spec = Spec(Data("moons", samples=500), (Dense(4), Dense(1, "sigmoid")), Loss("binary_cross_entropy"))
    program = compile_program(spec)
    found = measured(program, model_of(program), METRICS)["train"]
    assert (found.examples, found.total) == (100, 500)
    assert found.values["confusion"].sum() == 100


def test_numbers_that_overflowed_are_measured_without_a_word() -> None:
    program = compile_program(RECIPES["sine"])
    found = measured(program, np.full_like(model_of(program), 1e300), METRICS)["train"]
    assert not np.isfinite(found.values["r2"])


def test_the_examples_are_those_of_the_table() -> None:
    assert kind_of(load(Data("blobs", samples=30))) == "classes"
