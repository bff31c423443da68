"""Data sets: the same seed gives the same examples, and what is held out is never trained on."""

import numpy as np
import pytest

from core import BackflowError, Data, SpecError
from core.datasets import DATASETS, load, shared, training_examples
from tests.core.parts import parts_of

DRAWN = [name for name in DATASETS if name != "given"]


def everything(data: Data) -> bytes:
    examples = load(data)
    return b"".join(table.tobytes() for table in (examples.x, examples.y, examples.x_test, examples.y_test))


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_seed_gives_the_same_examples(name: str) -> None:
    data = Data(name, samples=40, noise=0.1, seed=3, test_fraction=0.25)
    first = everything(data)
    shared.cache_clear()
    assert first == everything(data)
    assert first != everything(Data(name, samples=40, noise=0.1, seed=4, test_fraction=0.25))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("samples", [4, 41])
def test_shapes_are_those_the_table_promises(name: str, samples: int) -> None:
    examples = load(Data(name, samples=samples))
    assert examples.x.shape == (samples, DATASETS[name].inputs)
    assert examples.y.shape == (samples, DATASETS[name].outputs)
    assert np.isfinite(examples.x).all()
    assert np.isfinite(examples.y).all()


@pytest.mark.parametrize("name", DRAWN)
def test_targets_suit_the_task(name: str) -> None:
    rule = DATASETS[name]
    targets, task = load(Data(name, samples=150)).y, rule.task
    if task == "binary":
        assert {0.0, 1.0} == set(targets.ravel())
    if task == "classes":
        assert {0.0, 1.0} == set(targets.ravel())
        assert (targets.sum(axis=1) == 1.0).all()
    if task == "classes" and rule.group != "sequences":
        assert np.ptp(targets.sum(axis=0)) <= 1.0, "every class equally often"


@pytest.mark.parametrize("name", DRAWN)
def test_without_noise_inputs_are_of_about_the_size_of_one(name: str) -> None:
    rule = DATASETS[name]
    x = load(Data(name, samples=rule.most or 400)).x
    if rule.group == "images":
        assert (x.min(), x.max()) == (0.0, 1.0)
    elif rule.standardised:
        assert np.allclose(x.mean(axis=0), 0.0, atol=1e-12)
        assert np.allclose(x.std(axis=0), 1.0)
    else:
        assert np.abs(x).max() <= 2.0


@pytest.mark.parametrize("name", DRAWN)
def test_noise_moves_examples_and_leaves_labels(name: str) -> None:
    quiet, noisy = (load(Data(name, samples=40, noise=noise)) for noise in (0.0, 0.5))
    moved = (quiet.x != noisy.x).any() or (quiet.y != noisy.y).any()
    assert moved
    if DATASETS[name].task != "regression":
        assert quiet.y.tolist() == noisy.y.tolist()


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("fraction", [0.0, 0.2, 0.5, 0.9])
def test_what_is_held_out_is_disjoint_from_what_is_trained_on(name: str, fraction: float) -> None:
    data = Data(name, samples=50, noise=0.05, test_fraction=fraction)
    examples, whole = load(data), load(Data(name, samples=50, noise=0.05))
    assert len(examples.x_test) == round(50 * fraction)
    assert len(examples.x) == 50 - round(50 * fraction) == training_examples(data)
    train, test, _ = parts_of(examples)
    assert not train & test
    assert parts_of(whole)[0] == train | test


def test_at_least_one_example_stays_for_training() -> None:
    examples = load(Data("given", x=((1.0,), (2.0,)), y=((0.0,), (1.0,)), test_fraction=0.9))
    assert (len(examples.x), len(examples.x_test)) == (1, 1)


@pytest.mark.parametrize("name", DRAWN)
def test_examples_are_shared_and_cannot_be_written(name: str) -> None:
    data = Data(name, samples=20, test_fraction=0.2)
    assert load(data) is load(Data(name, samples=20, test_fraction=0.2))
    for table in (load(data).x, load(data).y, load(data).x_test, load(data).y_test):
        with pytest.raises(ValueError, match="read-only"):
            table[...] = 0.0


@pytest.mark.parametrize(("name", "truth"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0])])
def test_gates_have_their_truth_table(name: str, truth: list[int]) -> None:
    examples = load(Data(name))
    assert examples.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert examples.y[:, 0].tolist() == truth


def test_given_numbers_come_back_as_they_are() -> None:
    examples = load(Data("given", x=((1, 2), (3, 4)), y=((0.5,), (0.25,))))
    assert examples.x.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert examples.y.tolist() == [[0.5], [0.25]]


def test_given_numbers_must_be_given() -> None:
    with pytest.raises(SpecError, match=r"put them into data\.x and data\.y"):
        load(Data("given"))
    assert issubclass(SpecError, BackflowError)


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_says_what_it_is(name: str) -> None:
    assert DATASETS[name].label.strip()
    assert DATASETS[name].about.strip()
