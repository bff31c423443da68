"""Levenberg–Marquardt: a Jacobian that is the derivative, steps that lower the loss, XOR solved, and plain refusals."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, BackflowError, Data, Loss, Optimizer, Program, Regulariser, Spec, Step, compile_program
from core import session as sessions
from core.least_squares import Residuals
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.regularisers import REGULARISERS
from core.spec import adjust
from tests.core.nets import clearance, distance, small_spec, start_and_later
from tests.core.test_optimizer_rules import asked_for

NAME = "levenberg_marquardt"
# Activation of the hidden layers, of the output, loss, depth, reduction.
NETS = [(hidden, "linear", "mean_squared_error", 3, "mean") for hidden in ACTIVATIONS] + [
    ("tanh", output, "half_squared_error", depth, "sum")
    for output, depth in (("sigmoid", 1), ("softmax", 2), ("tanh", 4), ("gelu", 3))
]
# The fourth-order formula with h = 1e-3, whose own error is 1e-12 and rounding 1e-13 / h.
NEAR, H = 2e-9, 1e-3
LARGEST = float(np.finfo(float).max)


def squared(hidden: str, output: str, loss: str, depth: int, reduction: str, frozen: tuple[str, ...] = ()) -> Program:
    spec = small_spec(hidden, (output, loss), depth, reduction=reduction)
    return compile_program(replace(spec, optimizer=Optimizer(NAME), frozen=frozen))


def xor(seed: int = 0, loss: str = "mean_squared_error", **options: float) -> Spec:
    return replace(RECIPES["xor"], seed=seed, loss=Loss(loss), optimizer=Optimizer(NAME, 0.1, options))


def pieces(program: Program, step: Step):
    """(flat parameters, what the rule asks for)."""
    return step.row[program.layout.blocks["parameter"]].copy(), asked_for(program, step.row)["squares"]


def differences(squares, parameters: np.ndarray) -> np.ndarray:
    """∂r/∂θ, one parameter after the other."""
    columns = []
    for direction in np.eye(len(parameters)):
        near, far = (
            squares.at(parameters + k * H * direction).residuals - squares.at(parameters - k * H * direction).residuals
            for k in (1, 2)
        )
        columns.append((8.0 * near - far) / (12.0 * H))
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("net", NETS, ids=lambda net: f"{net[0]}-{net[1]}-{net[3]}")
def test_the_jacobian_is_the_derivative_of_the_residuals(net: tuple) -> None:
    program = squared(*net)
    for state in start_and_later(program):
        step = program.advance(state)[1]
        parameters, squares = pieces(program, step)
        found = squares.at(parameters)
        residuals, jacobian = found.residuals.copy(), found.jacobian.copy()
        assert distance(residuals @ residuals, step.loss) <= 1e-15
        gradient = step.row[program.layout.blocks["gradient"]]
        assert distance(2.0 * jacobian.T @ residuals, gradient) <= 1e-13
        if clearance(program, step) > 10 * H:
            assert distance(differences(squares, parameters), jacobian) <= NEAR


def test_enough_of_those_nets_are_away_from_their_kinks() -> None:
    clear = [net for net in NETS if clearance(program := squared(*net), program.advance(program.start())[1]) > 10 * H]
    assert len(clear) >= 12


def test_a_step_is_the_solution_of_the_damped_equations_or_nothing() -> None:
    """Against least squares by orthogonal factors: the same p makes |J p + r|² + λ |p|² smallest."""
    program = compile_program(xor(3, damping=0.5))
    state, seen = program.start(), set()
    for _ in range(30):
        damping = float(state.vector[program.layout.in_state(program.layout.slot("optimizer:damping"))])
        after, step = program.advance(state)
        parameters, squares = pieces(program, step)
        loss, residuals, jacobian = squares.at(parameters)
        root, zeros = np.sqrt(damping) * np.eye(len(parameters)), np.zeros(len(parameters))
        p = np.linalg.lstsq(np.vstack([jacobian, root]), np.concatenate([-residuals, zeros]))[0]
        update, trial = step.row[program.layout.blocks["update"]], float(step.value("optimizer:trial_loss"))
        falls = trial < loss
        seen.add(falls)
        assert distance(p if falls else zeros, update) <= 1e-6
        assert distance(program.loss_at(parameters + p, step.value("x"), step.value("y")), trial) <= 1e-6
        assert float(step.value("optimizer:damping")) == max(damping * (0.1 if falls else 10.0), 1e-12)
        accepted = program.advance(after)[1].loss
        assert accepted == (trial if falls else loss)
        state = after
    assert seen == {True, False}


def test_the_loss_never_rises_and_the_count_counts() -> None:
    program = compile_program(xor(5))
    recording = program.record(program.start(), 40)
    losses = recording.rows[:, program.layout.slot("L").offset]
    counts = recording.rows[:, program.layout.slot("optimizer:accepted").offset]
    assert (np.diff(losses) <= 0.0).all()
    assert counts[-1] == (np.diff(losses) < 0.0).sum() + (counts[-1] > counts[-2])


@pytest.mark.parametrize("loss", ["mean_squared_error", "half_squared_error"])
def test_xor_is_solved_from_almost_every_seed_in_a_few_accepted_steps(loss: str) -> None:
    accepted = []
    for seed in range(100):
        program = compile_program(xor(seed, loss))
        recording = program.record(program.start(), 100)
        outputs = np.stack([program.step_from_row(0, row).value("out/a") for row in recording.rows])
        solved = ((outputs - program.examples.y) ** 2).mean(axis=(1, 2)) <= 1e-6
        if solved.any():
            first = int(np.argmax(solved))
            accepted.append(float(recording.rows[first - 1, program.layout.slot("optimizer:accepted").offset]))
    assert len(accepted) >= 95
    assert np.median(accepted) <= 15


def test_the_learning_rate_changes_nothing() -> None:
    slow, fast = (compile_program(xor().with_learning_rate(rate)) for rate in (0.001, 10.0))
    assert slow.run(slow.start(), 20).parameters.tobytes() == fast.run(fast.start(), 20).parameters.tobytes()


def test_what_is_frozen_has_no_column_and_the_others_step_as_if_it_were_a_constant() -> None:
    program = squared("tanh", "sigmoid", "mean_squared_error", 3, "mean", ("h1", "out/W[0,1]"))
    state = program.start()
    step = program.advance(state)[1]
    parameters, squares = pieces(program, step)
    found = squares.at(parameters)
    residuals, jacobian = found.residuals.copy(), found.jacobian.copy()
    fixed = step.row[program.layout.blocks["update"]] == 0.0
    assert fixed.sum() == 7
    assert not jacobian[:, fixed].any()
    J = jacobian[:, ~fixed]
    p = -np.linalg.solve(J.T @ J + 0.01 * np.eye(J.shape[1]), J.T @ residuals)
    assert distance(p, step.row[program.layout.blocks["update"]][~fixed]) <= 1e-12


def test_biases_may_be_left_out() -> None:
    spec = xor()
    program = compile_program(replace(spec, layers=tuple(replace(layer, bias=False) for layer in spec.layers)))
    step = program.advance(program.start())[1]
    parameters, squares = pieces(program, step)
    jacobian = squares.at(parameters).jacobian.copy()
    assert distance(differences(squares, parameters), jacobian) <= NEAR


class Steep:
    """One residual of 1 with the given slopes, and a loss of the given size wherever a trial leads."""

    def __init__(self, slopes: list[float], trial: float) -> None:
        self.slopes, self.trial = slopes, trial

    def at(self, parameters: np.ndarray) -> Residuals:
        return Residuals(1.0, np.ones(1), np.array([self.slopes]))

    def loss_at(self, parameters: np.ndarray) -> float:
        return self.trial if parameters.any() else 1.0


def tried(slopes: list[float], trial: float, damping: float) -> tuple[np.ndarray, dict[str, float]]:
    rule, settings = OPTIMIZERS[NAME], Optimizer(NAME, 0.1, {"damping": damping}).settings
    zeros = np.zeros(len(slopes))
    update, memory = rule.update(zeros, rule.init(zeros, settings), zeros, settings, squares=Steep(slopes, trial))
    return update, {name: float(value) for name, value in memory.items()}


@pytest.mark.parametrize("trial", [np.inf, np.nan, 1.0, 2.0])
def test_a_trial_in_vain_changes_nothing_and_overflows_nothing(trial: float) -> None:
    update, memory = tried([1.0, 2.0], trial, 0.5)
    assert not update.any()
    assert memory == {
        "damping": 5.0,
        "accepted": 0.0,
        "trial_loss": trial if np.isfinite(trial) else LARGEST,
        "start": 0.5,
    }


def test_equations_that_rounding_made_singular_raise_the_damping() -> None:
    update, memory = tried([1e10, 1e10], 0.5, 1e-12)
    assert not update.any()
    assert memory == {"damping": 1e-11, "accepted": 0.0, "trial_loss": 1.0, "start": 1e-12}


def test_the_damping_has_two_ends() -> None:
    assert tried([1.0, 2.0], 0.5, 1e-12)[1]["damping"] == 1e-12
    assert tried([1.0, 2.0], 2.0, 1e6)[1]["damping"] == 1e7
    flat = compile_program(replace(xor(), initial=(("out/W", ((0.0,) * 4,)),), frozen=("out/W", "out/b")))
    state = flat.run(flat.start(), 40)
    assert float(flat.advance(state)[1].value("optimizer:damping")) == 1e12


def test_another_damping_counts_from_the_next_step_on() -> None:
    session = sessions.go_to(sessions.recorded(sessions.begin(xor()), 8), 6)
    changed = sessions.step_forward(sessions.change(session, adjust.with_option(session.spec, "damping", 3.0)))
    assert changed.cursor == 7
    shown = {float(changed.step.value(f"optimizer:{name}")) for name in ("damping", "start")}
    assert shown in ({3.0, 30.0}, {3.0, 3.0 * 0.1})
    later = sessions.step_forward(changed).step
    assert float(later.value("optimizer:damping")) != float(changed.step.value("optimizer:damping"))


def test_skip_links_have_their_share_in_the_jacobian() -> None:
    spec = small_spec("tanh", ("sigmoid", "mean_squared_error"), 4)
    layers = (*(replace(layer, units=2) for layer in spec.layers[:-1]), spec.layers[-1])
    spec = replace(spec, layers=layers, skips=(("x", "h1"), ("h1", "h3"), ("h2", "h3")), optimizer=Optimizer(NAME))
    program = compile_program(spec)
    plain = compile_program(replace(spec, skips=()))
    for state in start_and_later(program):
        step = program.advance(state)[1]
        parameters, squares = pieces(program, step)
        residuals, jacobian = (part.copy() for part in squares.at(parameters)[1:])
        assert distance(2.0 * jacobian.T @ residuals, step.row[program.layout.blocks["gradient"]]) <= 1e-13
        assert distance(differences(squares, parameters), jacobian) <= NEAR
    assert program.run(program.start(), 3).parameters.tolist() != plain.run(plain.start(), 3).parameters.tolist()


REFUSED = {
    "loss": (lambda: adjust.with_loss(xor(), "binary_cross_entropy"), "choose the loss half_squared_error or mean"),
    "batch": (lambda: replace(xor(), batch_size=2), "choose the full batch of 4 examples, or another optimizer"),
    "regularisers": (
        lambda: replace(xor(), regularisers=(Regulariser("l2", 0.1), Regulariser("input_noise", 0.1))),
        "regularisers has l2 and input_noise: Levenberg",
    ),
    "parameters": (lambda: adjust.with_hidden(xor(), (130,)), "the network has 521 parameters and a step 4 residuals"),
    "examples": (
        lambda: replace(adjust.with_hidden(xor(), (20,)), data=Data("moons", samples=4000)),
        "81 parameters and a step 4,000 residuals: expected at most 500 parameters, and 250,000 as the product",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_it_cannot_do_is_refused_with_a_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    with pytest.raises(BackflowError) as refusal:
        compile_program(make())
    assert f"optimizer.name is {NAME!r}" in str(refusal.value)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("name", [name for name, rule in REGULARISERS.items() if not rule.probabilities])
def test_a_regulariser_with_an_amount_of_0_is_none(name: str) -> None:
    off, plain = compile_program(replace(xor(), regularisers=(Regulariser(name, 0.0),))), compile_program(xor())
    assert off.run(off.start(), 5).vector.tobytes() == plain.run(plain.start(), 5).vector.tobytes()


def test_a_session_goes_back_edits_and_goes_on() -> None:
    session = sessions.recorded(sessions.begin(xor()), 12)
    session = sessions.go_to(session, 6)
    before = session.history.step(6).row.tobytes()
    edited = sessions.edit(session, "h1/W", (0, 0), 0.25)
    assert float(edited.step.parameter("h1/W")[0, 0]) == 0.25
    assert sessions.recorded(edited, 5).history.last > 6
    assert sessions.change(session, adjust.with_option(session.spec, "damping_up", 4.0)).cursor == 6
    assert session.history.step(6).row.tobytes() == before


def test_its_texts_say_what_it_is() -> None:
    about = OPTIMIZERS[NAME].about
    assert "supervised" in about
    assert "unsupervised" not in about
    assert "learning rate, which is not used" in about
