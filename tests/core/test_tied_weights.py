"""Tied weights: one matrix asked for twice, whose two contributions to the gradient add up."""

from dataclasses import replace

import numpy as np
import pytest

from core import Dense, Optimizer, Regulariser, Spec, SpecError, compile_program, compile_replicas
from core.computing_order import computing_order
from core.errors import BackflowError
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.spec import adjust
from core.spec.ties import widths_of
from tests.core.codes import code_spec, deep_spec, layer
from tests.core.exactness import assert_exact
from tests.core.nets import distance, start_and_later
from tests.core.test_no_allocation import MOST_OF_A_CALL, rise, traced

MIXES = {
    "plain": (),
    "normalised": (Regulariser("batch_norm", 0.1),),
    "dropout": (Regulariser("dropout", 0.3),),
    "decayed": (Regulariser("l2", 0.1), Regulariser("l1", 0.1)),
    "clipped": (Regulariser("clip_norm", 0.1), Regulariser("max_norm", 0.5)),
}


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("make", [code_spec, deep_spec])
@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_every_recorded_derivative_is_exact(mix: str, make, batch_size: int | None) -> None:
    keywords = {"tied": "h1"} if make is code_spec else {}
    program = compile_program(make(regularisers=MIXES[mix], batch_size=batch_size, **keywords))
    for state in start_and_later(program):
        assert_exact(program, state)
        assert all(check.relative_error <= 1e-8 for check in program.check_gradients(state).values())


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "softmax"])
@pytest.mark.parametrize("biases", [(True, True), (True, False), (False, True), (False, False)])
def test_with_and_without_biases(activation: str, biases: tuple[bool, bool]) -> None:
    layers = (layer(3, activation, bias=biases[0]), layer(4, "linear", "h1", biases[1]))
    program = compile_program(replace(code_spec(learning_rate=0.02), layers=layers))
    for state in start_and_later(program):
        assert_exact(program, state)


def test_dropconnect_masks_the_weights_where_they_are_at_home() -> None:
    program = compile_program(code_spec("h1", (Regulariser("dropconnect", 0.4),)))
    state = program.run(program.start(), 3)
    assert_exact(program, state)
    step = program.advance(state)[1]
    z = step.value("h1/a") @ step.parameter("h1/W") + step.parameter("out/b")
    assert distance(z, step.value("out/z")) <= 1e-15


def test_both_layers_contribute_to_one_gradient() -> None:
    tied, apart = compile_program(code_spec("h1")), compile_program(code_spec())
    state = tied.start()
    twin = apart.start().with_parameter("h1/W", state.parameter("h1/W"))
    for path in ("h1/b", "out/b"):
        twin = twin.with_parameter(path, state.parameter(path))
    twin = twin.with_parameter("out/W", state.parameter("h1/W").T)
    step, other = tied.advance(state)[1], apart.advance(twin)[1]
    assert distance(other.gradient("h1/W") + other.gradient("out/W").T, step.gradient("h1/W")) <= 1e-14
    assert distance(other.gradient("h1/b"), step.gradient("h1/b")) <= 1e-14
    assert distance(other.gradient("out/b"), step.gradient("out/b")) <= 1e-14
    assert distance(other.loss, step.loss) <= 1e-15


def test_the_decoder_sees_the_same_numbers_the_other_way_round() -> None:
    program = compile_program(code_spec("h1"))
    step = program.advance(program.start())[1]
    assert [slot.path for slot in program.layout.parameters()] == ["h1/W", "h1/b", "out/b"]
    assert (step.value("out/W") == step.parameter("h1/W").T).all()
    assert (step.adjoint("out/W") == step.gradient("h1/W").T).all()
    assert np.shares_memory(step.value("out/W"), step.value("h1/W"))
    assert set(program.layout) == set(computing_order(program.layout))


def test_what_is_frozen_stands_still_in_both_layers() -> None:
    program = compile_program(code_spec("h1", frozen=("h1/W",)))
    state = program.start()
    after = program.run(state, 5)
    assert (after.parameter("h1/W") == state.parameter("h1/W")).all()
    assert (after.parameter("out/b") != state.parameter("out/b")).all()


def test_replicas_of_tied_networks_are_their_runs() -> None:
    specs = [replace(deep_spec(), seed=seed) for seed in range(3)]
    replicas = compile_replicas(specs)
    after = replicas.run(replicas.start(), 20)
    for r, spec in enumerate(specs):
        program = compile_program(spec)
        np.testing.assert_allclose(after.of(r).parameters, program.run(program.start(), 20).parameters, rtol=1e-12)


def test_no_array_is_made_in_a_step() -> None:
    program = compile_program(deep_spec())
    with np.errstate(all="ignore"), traced():
        assert max(rise(bound.run, bound.run) for stage in program.stages for bound in stage.calls) <= MOST_OF_A_CALL


@pytest.mark.torch
@pytest.mark.parametrize("name", ["sgd", "momentum", "adam"])
def test_fifty_steps_follow_pytorch(name: str) -> None:
    import torch

    program = compile_program(replace(deep_spec(), optimizer=Optimizer(name, 0.05)))
    state = program.start()
    paths = [slot.path for slot in program.layout.parameters()]
    theirs = {path: torch.tensor(np.array(state.parameter(path)), requires_grad=True) for path in paths}
    momentum = program.spec.optimizer.settings.get("momentum", 0.0)
    rule = torch.optim.Adam if name == "adam" else torch.optim.SGD
    options = {} if name == "adam" else {"momentum": momentum}
    optimizer = rule(list(theirs.values()), lr=0.05, **options)
    x = torch.tensor(np.array(program.examples.x))
    for _ in range(50):
        state, step = program.advance(state)
        a = torch.tanh(x @ theirs["h1/W"].T + theirs["h1/b"])
        a = torch.sigmoid(a @ theirs["h2/W"].T + theirs["h2/b"])
        a = torch.tanh(a @ theirs["h2/W"] + theirs["h3/b"])
        loss = ((a @ theirs["h1/W"] + theirs["out/b"] - x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        assert abs(loss.item() - step.loss) <= 1e-12
        for path in paths:
            assert distance(theirs[path].grad.numpy(), step.gradient(path)) <= 1e-11, path
        optimizer.step()
    for path in paths:
        assert distance(theirs[path].detach().numpy(), state.parameter(path)) <= 1e-11


def test_a_tied_spec_survives_the_round_trip() -> None:
    assert Spec.from_json(deep_spec().to_json()) == deep_spec()


def test_changes_keep_a_tie_that_fits_and_drop_one_that_does_not() -> None:
    spec = code_spec("h1")
    assert adjust.with_hidden(spec, (7,)).output.tied == "h1"
    assert adjust.with_hidden(spec, (7, 2)).output.tied == ""
    assert adjust.with_hidden(spec, ()).output.tied == ""
    assert adjust.with_hidden(deep_spec(), (5, 2, 5)).layers[2].tied == "h2"
    other = adjust.with_data(spec, adjust.named("one_of_eight", spec))
    assert (other.output.units, other.output.tied) == (8, "h1")
    assert adjust.with_answer(other, "given").output.tied == "h1"
    assert adjust.with_data(spec, replace(adjust.named("xor", spec), answer="given")).output.tied == ""
    assert adjust.with_tie(code_spec(), True) == spec
    assert adjust.with_tie(spec, False) == code_spec()


REFUSED = {
    "unknown": (lambda: code_spec("h4"), "out is tied to 'h4'", "which is h1"),
    "itself": (lambda: code_spec("out"), "out is tied to 'out'", "which is h1"),
    "no name": (lambda: Dense(3, tied=1), "layer.tied is 1", "such as h1"),
    "nothing before": (lambda: Spec(layers=(Dense(1, "sigmoid", tied="h1"),)), "out is tied to 'h1'", "none here"),
    "tied to tied": (
        lambda: Spec(layers=(Dense(2), Dense(2, tied="h1"), Dense(1, tied="h2"))),
        "out is tied to 'h2'",
        "which is h1",
    ),
    "widths": (
        lambda: replace(code_spec(), layers=(layer(3, "tanh"), layer(2, "tanh"), layer(4, "tanh", "h1"))),
        "out is tied to h1, whose weights are 3 × 4; transposed they take 3 numbers and give 4, but out takes 2",
        "widths that mirror each other",
    ),
    "dropconnect": (
        lambda: deep_spec(regularisers=(Regulariser("dropconnect", 0.1),)),
        "dropconnect and h3 has the weights of another layer",
        "or no dropconnect",
    ),
    "least squares": (
        lambda: replace(code_spec("h1"), optimizer=Optimizer("levenberg_marquardt", 0.1)),
        "out has the weights of another layer",
        "choose weights of its own, or another optimizer",
    ),
    "pasted": (lambda: code_spec("h1", initial={"out/W": np.zeros((4, 3))}), "initial names 'out/W'", "h1/W"),
    "frozen": (lambda: code_spec("h1", frozen=("out/W",)), "frozen has the entry 'out/W'", "picks nothing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    make, what, expected = REFUSED[case]
    with pytest.raises((SpecError, BackflowError)) as refusal:
        compile_program(make()).start()
    assert what in str(refusal.value)
    assert expected in str(refusal.value)


def test_widths_are_those_of_the_layers() -> None:
    assert widths_of(deep_spec().layers, 4) == [(4, 3), (3, 2), (2, 3), (3, 4)]


@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if not rule.least_squares])
def test_every_optimizer_trains_shared_weights(name: str) -> None:
    program = compile_program(replace(code_spec("h1"), optimizer=Optimizer(name, 0.01)))
    start = program.start()
    x = program.examples.x
    assert program.evaluate(program.run(start, 100), x, x) < program.evaluate(start, x, x)
