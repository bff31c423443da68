"""Sparse codes: terms of the loss that depend on activations, with a pull that flows back through the network."""

from dataclasses import replace

import numpy as np
import pytest

from core import Dense, Regulariser, Spec, SpecError, compile_program
from core.computing_order import computing_order
from core.errors import BackflowError
from core.ops import ACTIVATIONS
from core.spec import adjust
from tests.core.codes import SPARSE, code_spec, layer, sparse_spec
from tests.core.exactness import assert_exact
from tests.core.nets import distance, start_and_later

L1, KL = SPARSE


@pytest.mark.parametrize("tied", ["", "h1"], ids=["free", "tied"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_every_recorded_derivative_is_exact(tied: str, reduction: str, batch_size: int | None) -> None:
    program = compile_program(sparse_spec(tied, reduction=reduction, batch_size=batch_size, learning_rate=0.05))
    for state in start_and_later(program):
        assert_exact(program, state)
        assert all(check.relative_error <= 1e-8 for check in program.check_gradients(state).values())


@pytest.mark.parametrize("code", ACTIVATIONS)
@pytest.mark.parametrize("others", [(), ("dropout",), ("batch_norm",), ("dropconnect", "l1")], ids="+".join)
def test_any_activation_can_be_kept_small(code: str, others: tuple[str, ...]) -> None:
    regularisers = (L1, *(Regulariser(name, 0.2) for name in others))
    program = compile_program(code_spec("", regularisers, code, learning_rate=0.02))
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_terms_are_what_their_formulas_say(reduction: str) -> None:
    program, plain = compile_program(sparse_spec(reduction=reduction)), compile_program(code_spec(reduction=reduction))
    state = program.start()
    step = program.advance(state)[1]
    a, batch = step.value("h1/a"), len(step.value("h1/a"))
    share = 1.0 / batch if reduction == "mean" else 1.0
    rate, target = a.mean(axis=0), 0.1
    divergence = target * np.log(target / rate) + (1 - target) * np.log((1 - target) / (1 - rate))
    assert distance(0.2 * share * np.abs(a).sum(), step.value("L/activation_l1")) <= 1e-15
    assert distance(0.3 * divergence.sum(), step.value("L/sparsity")) <= 1e-14
    assert distance(rate, step.value("h1/rate")) <= 1e-15
    assert step.value("L/data") == plain.advance(plain.start())[1].loss
    parts = ("data", "activation_l1", "sparsity")
    assert step.loss == sum(float(step.value(f"L/{part}")) for part in parts)
    assert distance(step.loss, program.evaluate(state, program.examples.x, program.examples.x)) <= 1e-15
    assert set(program.layout) == set(computing_order(program.layout))


def test_the_pull_of_each_term_is_recorded_and_part_of_the_adjoint() -> None:
    program, plain = compile_program(sparse_spec()), compile_program(code_spec())
    step, data = (one.advance(one.start())[1] for one in (program, plain))
    a = step.value("h1/a")
    rate = a.mean(axis=0)
    assert distance(np.full(a.shape, 0.2 / len(a)), step.value("h1/a:activation_l1")) <= 1e-15
    slope = 0.3 * (0.9 / (1.0 - rate) - 0.1 / rate)
    assert distance(slope, step.adjoint("h1/rate")) <= 1e-14
    assert distance(np.tile(slope / len(a), (len(a), 1)), step.value("h1/a:sparsity")) <= 1e-14
    pulls = step.value("h1/a:activation_l1") + step.value("h1/a:sparsity")
    assert distance(data.adjoint("h1/a") + pulls, step.adjoint("h1/a")) <= 1e-14
    assert (step.gradient("out/W") == data.gradient("out/W")).all()
    assert (step.gradient("h1/W") != data.gradient("h1/W")).all()


def test_at_zero_an_activation_is_not_pulled() -> None:
    program = compile_program(code_spec("", (L1,), "relu"))
    state = program.start().with_parameter("h1/W", -np.ones((3, 4))).with_parameter("h1/b", np.zeros(3))
    step = program.advance(state)[1]
    assert not step.value("h1/a").any()
    assert not step.value("h1/a:activation_l1").any()


def test_the_code_is_the_narrowest_hidden_layer_and_the_first_of_several() -> None:
    for widths, code in (((5, 2, 5), "h2"), ((3, 3), "h1"), ((4, 3, 2), "h3")):
        layers = (*(layer(units, "sigmoid") for units in widths), layer(4, "sigmoid"))
        program = compile_program(replace(sparse_spec(), layers=layers))
        assert (f"{code}/rate", "value") in program.layout
        assert_exact(program, program.start())


def test_with_a_mask_or_a_link_behind_it_the_code_is_what_the_activation_gives() -> None:
    spec = replace(
        sparse_spec(), layers=(layer(3, "sigmoid"), layer(3, "sigmoid"), layer(4, "sigmoid")), skips=(("h1", "h2"),)
    )
    masked = replace(spec, regularisers=(*SPARSE, Regulariser("dropout", 0.5)))
    program = compile_program(masked)
    step = program.advance(program.start())[1]
    assert distance(step.value("h1/f").mean(axis=0), step.value("h1/rate")) <= 1e-15
    assert_exact(program, program.run(program.start(), 3))


def test_units_end_up_as_seldom_on_as_the_target_says() -> None:
    pulled = code_spec("", (Regulariser("sparsity", 5.0, (("rate", 0.1),)),), learning_rate=0.5)
    program = compile_program(pulled)
    step = program.advance(program.run(program.start(), 4000))[1]
    assert np.abs(step.value("h1/rate") - 0.1).max() < 0.02


@pytest.mark.parametrize("saturated", [-1e4, 1e4])
def test_a_rate_of_0_or_1_stays_finite(saturated: float) -> None:
    program = compile_program(code_spec("", (KL,)))
    step = program.advance(program.start().with_parameter("h1/b", np.full(3, saturated)))[1]
    assert np.isfinite(step.value("L/sparsity"))
    assert np.isfinite(step.loss)


@pytest.mark.torch
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_fifty_steps_follow_pytorch(reduction: str) -> None:
    import torch

    program = compile_program(sparse_spec("h1", reduction=reduction, learning_rate=0.05))
    state = program.start()
    paths = [slot.path for slot in program.layout.parameters()]
    theirs = {path: torch.tensor(np.array(state.parameter(path)), requires_grad=True) for path in paths}
    descent = torch.optim.SGD(list(theirs.values()), lr=0.05)
    x, target = torch.tensor(np.array(program.examples.x)), torch.full((3,), 0.1, dtype=torch.float64)
    share = 1.0 / len(x) if reduction == "mean" else 1.0
    for _ in range(50):
        state, step = program.advance(state)
        code = torch.sigmoid(x @ theirs["h1/W"].T + theirs["h1/b"])
        answer = torch.sigmoid(code @ theirs["h1/W"] + theirs["out/b"])
        rate = code.mean(dim=0)
        divergence = torch.distributions.kl_divergence(
            torch.distributions.Bernoulli(target), torch.distributions.Bernoulli(rate)
        )
        loss = ((answer - x) ** 2).mean(dim=1).sum() * share + 0.2 * share * code.abs().sum() + 0.3 * divergence.sum()
        descent.zero_grad()
        loss.backward()
        assert abs(loss.item() - step.loss) <= 1e-12
        for path in paths:
            assert distance(theirs[path].grad.numpy(), step.gradient(path)) <= 1e-12, path
        descent.step()
    for path in paths:
        assert distance(theirs[path].detach().numpy(), state.parameter(path)) <= 1e-12


def test_the_rate_is_part_of_the_setup() -> None:
    spec = sparse_spec()
    assert Spec.from_json(spec.to_json()) == spec
    assert Spec.from_json(spec.to_json().replace('"rate": 0.1', '"rate": 0.2')).regularisers[1].settings == {
        "rate": 0.2
    }
    assert Regulariser("sparsity", 0.3).settings == {"rate": 0.05}
    changed = adjust.with_regulariser_option(spec, "sparsity", "rate", 0.3)
    assert changed.regularisers == (L1, Regulariser("sparsity", 0.3, (("rate", 0.3),)))
    assert adjust.with_regulariser(changed, "sparsity", 0.7).amount("sparsity") == 0.7
    assert adjust.with_regulariser(changed, "sparsity", 0.7).regularisers[1].settings == {"rate": 0.3}


REFUSED = {
    "tanh code": (
        lambda: code_spec("", (KL,), "tanh"),
        "regularisers has sparsity and h1, the narrowest hidden layer, is tanh",
        "expected sigmoid there",
    ),
    "no code": (
        lambda: replace(code_spec(), layers=(Dense(4, "sigmoid"),), regularisers=(L1,)),
        "regularisers has activation_l1",
        "expected a dense hidden layer",
    ),
    "rate 0": (lambda: Regulariser("sparsity", 0.3, {"rate": 0.0}), "regulariser.rate is 0", "from 0.001 to 0.999"),
    "unknown option": (lambda: Regulariser("l2", 0.3, {"rate": 0.1}), "which l2 does not have", "it has none"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    make, what, expected = REFUSED[case]
    with pytest.raises((SpecError, BackflowError)) as refusal:
        compile_program(make())
    assert what in str(refusal.value)
    assert expected in str(refusal.value)
