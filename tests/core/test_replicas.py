"""Replica r is the program of spec r, number by number: over all tables, for what differs and for what is shared."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import BackflowError, Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Schedule, Spec, compile_program
from core.initialisers import INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.ranges import Real, Whole
from core.regularisers import REGULARISERS
from core.replicas import ReplicaRecording, compile_replicas
from core.schedules import SCHEDULES
from tests.core.valid_specs import valid_specs

STEPS = 100
TOLERANCE = 1e-12
STACKED = [name for name, rule in OPTIMIZERS.items() if rule.stackable]
SHARES = (0.3, 0.45, 0.6)


def varied(spec: Spec) -> list[Spec]:
    """Three replicas with seeds and rates of their own."""
    return [replace(spec, seed=spec.seed + k).with_learning_rate(spec.learning_rate * (1 + k)) for k in range(3)]


def classes(hidden: str = "tanh", ending: str = "tanh", loss: str = "mean_squared_error", **others) -> Spec:
    """Three classes, mini-batches."""
    layers = (Dense(5, hidden), Dense(4, hidden), Dense(3, ending))
    return Spec(Data("blobs", samples=40), layers, Loss(loss), Optimizer("sgd", 0.02), batch_size=8, **others)


def gates(optimizer: Optimizer, **others) -> Spec:
    """XOR, full batch."""
    return Spec(Data("xor"), (Dense(4), Dense(1)), optimizer=optimizer, **others)


def assert_alike(specs: list[Spec], steps: int = STEPS) -> ReplicaRecording:
    """All rows, and the states after them, against those of the programs."""
    replicas = compile_replicas(specs)
    recording = replicas.record(replicas.start(), steps)
    rows = recording.rows
    for r, spec in enumerate(specs):
        alone = compile_program(spec)
        expected = alone.record(alone.start(), steps)
        assert expected.fault is None and recording.faults[r] is None
        assert_close(rows[:, r], expected.rows)
        assert_close(recording.losses[:, r], expected.rows[:, alone.layout.slot("L").offset])
        assert_close(recording.state.of(r).vector, expected.state.vector)
    return recording


def assert_close(found: np.ndarray, expected: np.ndarray) -> None:
    assert np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected))) <= TOLERANCE


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation(name: str) -> None:
    assert_alike(varied(classes(hidden=name)))


ENDINGS = [(out, name) for name, rule in LOSSES.items() for out in (rule.output_activations or ACTIVATIONS)]


@pytest.mark.parametrize("ending", ENDINGS, ids="-".join)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_every_loss_behind_every_output(ending: tuple[str, str], reduction: str) -> None:
    spec = classes("tanh", *ending)
    assert_alike(varied(replace(spec, loss=Loss(spec.loss.name, reduction))))


@pytest.mark.parametrize("name", STACKED)
def test_every_optimizer(name: str) -> None:
    assert_alike(varied(gates(Optimizer(name, 0.01))))


def spread(limit: Real | Whole, share: float) -> float:
    """A value inside the range, and not far from ordinary ones."""
    value = limit.low + share * (min(limit.high, 2.0) - limit.low)
    return round(value) if isinstance(limit, Whole) else value


# These decide what is remembered, and must be the same.
FORMS = ("centered", "history_size")
OPTIONS = [(name, option) for name in STACKED for option in OPTIMIZERS[name].options if option not in FORMS]


@pytest.mark.parametrize(("name", "option"), OPTIONS, ids="-".join)
def test_every_option_of_an_optimizer_may_differ(name: str, option: str) -> None:
    limit = OPTIMIZERS[name].options[option].limit
    optimizers = [Optimizer(name, 0.01, ((option, spread(limit, share)),)) for share in SHARES]
    assert_alike([gates(one, seed=k) for k, one in enumerate(optimizers)])


@pytest.mark.parametrize("name", [name for name in STACKED if "weight_decay" in OPTIMIZERS[name].options])
def test_a_weight_decay_may_be_zero_in_some_replicas(name: str) -> None:
    decays = ((), (("weight_decay", 0.1),), (("weight_decay", 0.0),))
    assert_alike([gates(Optimizer(name, 0.01, decay)) for decay in decays])


@pytest.mark.parametrize("centered", [0, 1])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_every_form_of_rmsprop(centered: int, momentum: float) -> None:
    options = (("momentum", momentum), ("centered", centered))
    assert_alike(varied(gates(Optimizer("rmsprop", 0.01, options))))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_and_its_options(name: str) -> None:
    known = SCHEDULES[name].options
    specs = varied(gates(Optimizer("adam", 0.01), schedule=Schedule(name)))
    if known:
        option, limit = next(iter(known)), next(iter(known.values())).limit
        values = [10 + 7 * k if isinstance(limit, Whole) else spread(limit, SHARES[k]) for k in range(3)]
        specs = [replace(one, schedule=Schedule(name, ((option, values[k]),))) for k, one in enumerate(specs)]
    assert_alike(specs)


@pytest.mark.parametrize("name", [name for name, rule in REGULARISERS.items() if rule.stackable])
def test_every_regulariser(name: str) -> None:
    hidden = (*REGULARISERS[name].activations, "tanh")[0]
    spec = classes(hidden, "softmax", "categorical_cross_entropy", regularisers=(Regulariser(name, 0.3),))
    assert_alike(varied(spec))
    assert_alike(varied(replace(spec, batch_size=None, optimizer=Optimizer("rprop", 0.01))))


@pytest.mark.parametrize("name", [name for name, rule in REGULARISERS.items() if rule.amounts_may_differ])
def test_amounts_of_a_regulariser_may_differ(name: str) -> None:
    spec = classes("tanh", "softmax", "categorical_cross_entropy")
    assert_alike([replace(spec, regularisers=(Regulariser(name, amount),)) for amount in SHARES])


@pytest.mark.parametrize("name", INITIALISERS)
def test_initialisers_may_differ(name: str) -> None:
    kinds = (Initialiser(name, 0.5), Initialiser(name, 0.7), Initialiser())
    assert_alike([replace(classes(), layers=(Dense(5, "tanh", kind), Dense(3, "tanh"))) for kind in kinds], 10)


def test_pasted_weights_may_differ() -> None:
    pasted = [(("h1/W", ((0.1 * k, 0.2), (0.3, -0.1 * k))),) for k in range(3)]
    assert_alike([Spec(layers=(Dense(2), Dense(1)), initial=one) for one in pasted])


def test_data_may_differ_in_seed_and_noise() -> None:
    data = [Data("moons", samples=40, noise=0.1 * k, seed=k) for k in range(3)]
    assert_alike([Spec(one, (Dense(3), Dense(1)), batch_size=8, seed=7) for one in data])
    assert_alike([Spec(one, (Dense(3), Dense(1)), seed=7) for one in data])


def test_replicas_that_share_a_seed_see_the_same_batches() -> None:
    recording = assert_alike([classes(seed=3).with_learning_rate(rate) for rate in (0.01, 0.1, 1.0)])
    x = recording.layout.blocks["data"]
    assert np.array_equal(recording.rows[:, 0, x], recording.rows[:, 2, x])


def test_frozen_weights_and_skip_links() -> None:
    layers = (Dense(4), Dense(4), Dense(3))
    assert_alike(varied(replace(classes(), layers=layers, skips=(("h1", "h2"),), frozen=("h1/W[0]", "*/b"))))


def test_one_replica_alone() -> None:
    assert_alike([classes()])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(valid_specs(), st.integers(0, 1000))
def test_whatever_can_be_compiled_runs_in_replicas_or_says_why_not(spec: Spec, seed: int) -> None:
    both = [spec, replace(spec, seed=seed).with_learning_rate(spec.learning_rate / 2)]
    try:
        programs = [compile_program(one) for one in both]
    except BackflowError:
        return
    try:
        replicas = compile_replicas(both)
    except BackflowError as refusal:
        assert "cannot run in replicas" in str(refusal)
        return
    recording = replicas.record(replicas.start(), 3)
    for r, program in enumerate(programs):
        expected = program.record(program.start(), 3)
        if expected.fault is None and np.abs(expected.rows).max() < 1e3:
            assert recording.faults[r] is None
            assert_close(recording.rows[:, r], expected.rows)
