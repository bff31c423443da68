"""Regularisers: exact gradients with each of them on, the same numbers at every replay, and nothing at all when off."""

from dataclasses import replace

import numpy as np
import pytest

from core import Program, Regulariser, Spec, SpecError, compile_program
from core.computing_order import computing_order
from core.losses import LOSSES
from core.regularisers import REGULARISERS, smoothed
from core.spec import adjust
from core.transfer import transferred
from tests.core.exactness import assert_exact
from tests.core.nets import distance, small_spec, start_and_later
from tests.core.test_no_allocation import MOST_OF_A_CALL, rise, traced

PROBABLE = [("sigmoid", "binary_cross_entropy"), ("softmax", "categorical_cross_entropy")]
AMOUNT = 0.2


def hidden_for(name: str) -> str:
    """An activation that suits it."""
    return (*REGULARISERS[name].activations, "tanh")[0]


def spec_with(
    name: str, ending: tuple[str, str] = PROBABLE[1], batch_size: int | None = 2, amount: float = AMOUNT
) -> Spec:
    spec = small_spec(hidden_for(name), ending, depth=3, batch_size=batch_size)
    return replace(spec, regularisers=(Regulariser(name, amount),))


def program_with(*args, **keywords) -> Program:
    return compile_program(spec_with(*args, **keywords))


@pytest.mark.parametrize("name", REGULARISERS)
@pytest.mark.parametrize("ending", PROBABLE, ids="-".join)
@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_every_recorded_derivative_is_exact(name: str, ending: tuple[str, str], batch_size: int | None) -> None:
    program = program_with(name, ending, batch_size)
    for state in start_and_later(program):
        assert_exact(program, state)
        assert all(check.relative_error <= 1e-8 for check in program.check_gradients(state).values())


@pytest.mark.parametrize("name", REGULARISERS)
@pytest.mark.parametrize("batch_size", [None, 2], ids=["full", "mini"])
def test_a_replay_is_bit_for_bit_the_same(name: str, batch_size: int | None) -> None:
    program, again = program_with(name, batch_size=batch_size), program_with(name, batch_size=batch_size)
    start = program.start()
    recording = program.record(start, 150)
    state = start
    for index in range(150):
        assert recording.rows[index].tobytes() == again.advance(state)[1].row.tobytes()
        state = again.run(state, 1)
    far = program.run(start, 100)
    assert recording.rows[100].tobytes() == program.advance(far)[1].row.tobytes()
    assert recording.rows[0].tobytes() == program.advance(start)[1].row.tobytes()


@pytest.mark.parametrize("name", REGULARISERS)
def test_what_is_on_changes_training_and_what_is_off_changes_nothing(name: str) -> None:
    plain = compile_program(small_spec(hidden_for(name), PROBABLE[1], depth=3, batch_size=2))
    off, on = program_with(name, amount=0.0), program_with(name)
    start, calls = plain.start(), [call.name for stage in plain.stages for call in stage.calls]
    assert calls == [call.name for stage in off.stages for call in stage.calls]
    assert plain.layout.slots == off.layout.slots
    assert plain.record(start, 9).rows.tobytes() == off.record(start, 9).rows.tobytes()
    assert plain.run(start, 9).parameters.tolist() != on.run(on.start(), 9).parameters.tolist()


# A penalty is part of every loss, and a normalised network stays normalised, by running statistics.
STAYING = [name for name, rule in REGULARISERS.items() if rule.penalty or rule.term] + ["batch_norm"]


@pytest.mark.parametrize("name", [name for name in REGULARISERS if name not in STAYING])
def test_evaluation_is_without(name: str) -> None:
    program, plain = program_with(name), compile_program(small_spec(ending=PROBABLE[1], depth=3, batch_size=2))
    x, y = program.examples.x, program.examples.y
    assert program.evaluate(program.start(), x, y) == plain.evaluate(plain.start(), x, y)
    assert program.predict(program.start(), x).tolist() == plain.predict(plain.start(), x).tolist()


def test_label_smoothing_shows_the_targets_it_aims_at() -> None:
    for (_, loss), choices in zip(PROBABLE, (2, 3), strict=True):
        program = program_with("label_smoothing", PROBABLE[0] if choices == 2 else PROBABLE[1], None)
        y = program.advance(program.start())[1].value("y")
        assert distance(0.8 * program.examples.y + 0.2 / choices, y) <= 1e-15
        assert LOSSES[loss].choices(3) == choices
    assert smoothed(np.array([[0.0, 1.0]]), 1.0, 2).tolist() == [[0.5, 0.5]]


def test_input_noise_is_new_in_every_step_and_as_wide_as_asked_for() -> None:
    program = program_with("input_noise", batch_size=None, amount=0.5)
    rows = program.record(program.start(), 2000).rows
    noise = np.stack([program.step_from_row(0, row).value("x") for row in rows]) - program.examples.x
    assert len(np.unique(noise)) == noise.size
    assert abs(noise.std() - 0.5) <= 0.02
    assert abs(noise.mean()) <= 0.02
    assert (program.step_from_row(0, rows[7]).value("y") == program.examples.y).all()


def test_input_noise_leaves_the_row_of_ones_and_the_batches_alone() -> None:
    noisy, plain = program_with("input_noise"), compile_program(small_spec(ending=PROBABLE[1], depth=3, batch_size=2))
    for step in (0, 1, 70):
        assert noisy.batches.indices(step).tolist() == plain.batches.indices(step).tolist()
    state = noisy.start()
    step = noisy.advance(state)[1]
    z = step.value("x") @ state.parameter("h1/W").T + state.parameter("h1/b")
    assert distance(z, step.value("h1/z")) <= 1e-15


def test_a_spec_with_regularisers_survives_the_round_trip() -> None:
    spec = replace(spec_with("input_noise"), regularisers=tuple(Regulariser(name, 0.1) for name in REGULARISERS))
    assert Spec.from_json(spec.to_json()) == spec
    assert [spec.amount(name) for name in REGULARISERS] == [0.1] * len(REGULARISERS)


PENALTIES = [name for name, rule in REGULARISERS.items() if rule.penalty]
SIZES = {"l2": lambda W: 0.5 * (W**2).sum(), "l1": lambda W: np.abs(W).sum()}
PULLS = {"l2": lambda W: W, "l1": np.sign}


@pytest.mark.parametrize("name", PENALTIES)
def test_a_penalty_is_a_term_of_the_loss_with_a_pull_of_its_own(name: str) -> None:
    program = program_with(name, batch_size=None)
    plain = compile_program(small_spec(ending=PROBABLE[1], depth=3))
    start = program.start()
    step, data = program.advance(start)[1], plain.advance(plain.start())[1]
    weights = [start.parameter(f"{layer}/W") for layer in ("h1", "h2", "out")]
    assert distance(AMOUNT * sum(SIZES[name](W) for W in weights), step.value(f"L/{name}")) <= 1e-15
    assert step.value("L/data") == data.loss
    assert step.loss == float(step.value("L/data") + step.value(f"L/{name}"))
    for layer, W in zip(("h1", "h2", "out"), weights, strict=True):
        pull = step.value(f"{layer}/W:{name}")
        assert distance(AMOUNT * PULLS[name](W), pull) <= 1e-15
        assert (data.gradient(f"{layer}/W") + pull).tolist() == step.gradient(f"{layer}/W").tolist()
        assert not step.value(f"{layer}/b:{name}").any()
        assert data.gradient(f"{layer}/b").tolist() == step.gradient(f"{layer}/b").tolist()
    assert distance(step.loss, program.evaluate(start, program.examples.x, program.examples.y)) <= 1e-15


def test_penalties_add_up() -> None:
    spec = replace(spec_with("sparsity"), regularisers=tuple(Regulariser(name, 0.1) for name in REGULARISERS))
    program = compile_program(spec)
    for state in start_and_later(program):
        assert_exact(program, state)
        step = program.advance(state)[1]
        parts = ("data", "activation_l1", "sparsity", "l2", "l1")
        assert step.loss == sum(float(step.value(f"L/{part}")) for part in parts)
    assert set(program.layout) == set(computing_order(program.layout))


def test_the_l1_penalty_does_not_pull_at_exactly_zero() -> None:
    """As PyTorch's |w|, whose slope there is 0."""
    program = program_with("l1")
    state = program.start().with_parameter("h1/W", [[0.0, 1.0], [-2.0, 0.0]])
    assert program.advance(state)[1].value("h1/W:l1").tolist() == [[0.0, AMOUNT], [-AMOUNT, 0.0]]


def test_a_penalty_switched_on_while_training_keeps_the_weights() -> None:
    plain = compile_program(small_spec(ending=PROBABLE[1], depth=3, batch_size=2))
    state = plain.run(plain.start(), 5)
    on, kept, _ = transferred(plain, state, program_with("l2"))
    assert kept
    assert on.step == 5
    assert on.parameters.tolist() == state.parameters.tolist()


@pytest.mark.parametrize("name", REGULARISERS)
def test_no_regulariser_makes_an_array_in_a_step(name: str) -> None:
    program = program_with(name)
    with np.errstate(all="ignore"), traced():
        assert max(rise(bound.run, bound.run) for stage in program.stages for bound in stage.calls) <= MOST_OF_A_CALL


@pytest.mark.torch
@pytest.mark.parametrize("name", PENALTIES)
def test_pytorch_finds_the_same_gradient_of_a_penalty(name: str) -> None:
    import torch

    step = (program := program_with(name)).advance(program.start())[1]
    for layer in ("h1", "h2", "out"):
        W = torch.tensor(np.array(step.parameter(f"{layer}/W")), requires_grad=True)
        (AMOUNT * (0.5 * (W**2).sum() if name == "l2" else W.abs().sum())).backward()
        assert distance(W.grad.numpy(), step.value(f"{layer}/W:{name}")) <= 1e-15


REFUSED = {
    "unknown": (
        lambda: Regulariser("dropuot", 0.1),
        "regulariser.name is 'dropuot': expected one of l2, l1, activation_l1",
    ),
    "too much": (lambda: Regulariser("label_smoothing", 2.0), "the amount of label_smoothing is 2: expected a number"),
    "not a number": (lambda: Regulariser("input_noise", "1"), "the amount of input_noise is '1': expected a number"),
    "twice": (
        lambda: replace(small_spec(), regularisers=(Regulariser("input_noise", 0.1), Regulariser("input_noise", 0.2))),
        "regularisers names input_noise twice: expected each at most once",
    ),
    "no probabilities": (
        lambda: replace(small_spec(), regularisers=(Regulariser("label_smoothing", 0.1),)),
        "expected the loss binary_cross_entropy or categorical_cross_entropy, or no label_smoothing",
    ),
    "not a list": (lambda: replace(small_spec(), regularisers="input_noise"), "expected a list"),
    "not a part": (lambda: replace(small_spec(), regularisers=(1,)), "regularisers[0] is 1: expected Regulariser"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    with pytest.raises(SpecError) as refusal:
        make()
    assert sentence in str(refusal.value)


def test_another_loss_takes_away_what_no_longer_fits() -> None:
    both = replace(
        spec_with("label_smoothing"),
        regularisers=(Regulariser("label_smoothing", 0.1), Regulariser("input_noise", 0.2)),
    )
    assert adjust.with_loss(both, "huber").regularisers == (Regulariser("input_noise", 0.2),)
    assert adjust.with_loss(both, "binary_cross_entropy").regularisers == both.regularisers
    assert adjust.with_regulariser(both, "input_noise", 0.0).regularisers == (Regulariser("label_smoothing", 0.1),)
    assert adjust.with_regulariser(both, "input_noise", 0.3).amount("input_noise") == 0.3


@pytest.mark.parametrize("name", REGULARISERS)
def test_every_regulariser_says_what_it_is(name: str) -> None:
    rule = REGULARISERS[name]
    assert all(text.strip() for text in (rule.label, rule.symbol, rule.tex, rule.source, rule.about))


@pytest.mark.torch
def test_pytorch_smooths_labels_the_same_way() -> None:
    import torch

    program = program_with("label_smoothing", PROBABLE[1], None)
    step = program.advance(program.start())[1]
    z, y = torch.tensor(np.array(step.value("out/z"))), torch.tensor(np.array(program.examples.y))
    z.requires_grad_()
    loss = torch.nn.functional.cross_entropy(z, y, label_smoothing=AMOUNT)
    loss.backward()
    assert distance(loss.item(), step.loss) <= 1e-12
    assert distance(z.grad.numpy(), step.delta("out")) <= 1e-12
