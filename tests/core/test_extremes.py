"""Far out, where exponentials overflow, values and losses are still right, and nothing is NaN."""

import numpy as np
import pytest

from core import Data, Dense, Loss, Program, Spec, Step, compile_program
from core.checking import TOLERANCE, Comparison
from core.explain import explain
from core.ops import ACTIVATIONS
from tests.core.recurring import recurrent_program

FAR = (-1e4, -800.0, -700.0, 0.0, 700.0, 800.0, 1e4)


def step_at(z: tuple[float, ...], activation: str, loss: str, y: tuple[float, ...]) -> Step:
    """One layer whose z are given exactly."""
    return program_and_step_at(z, activation, loss, y)[1]


def program_and_step_at(z: tuple[float, ...], activation: str, loss: str, y: tuple[float, ...]) -> tuple[Program, Step]:
    """As biases under an input of 0."""
    spec = Spec(
        data=Data("given", x=((0.0,),), y=(y,)),
        layers=(Dense(len(z), activation),),
        loss=Loss(loss, "sum"),
        initial={"out/b": z},
    )
    program = compile_program(spec)
    step = program.advance(program.start())[1]
    assert [list(z)] == step.value("out/z").tolist()
    assert np.isfinite(step.row).all()
    return program, step


def test_a_sigmoid_far_out_is_one_or_the_exponential() -> None:
    step = step_at(FAR, "sigmoid", "half_squared_error", (0.0,) * len(FAR))
    expected = [0.0, 0.0, np.exp(-700.0), 0.5, 1.0, 1.0, 1.0]
    assert [expected] == step.value("out/a").tolist()


@pytest.mark.parametrize("activation", ["tanh", "softmax"])
def test_other_activations_far_out_reach_their_limits(activation: str) -> None:
    step = step_at(FAR, activation, "half_squared_error", (0.0,) * len(FAR))
    limits = {"tanh": [-1.0, -1.0, -1.0, 0.0, 1.0, 1.0, 1.0], "softmax": [0.0] * 6 + [1.0]}
    assert [limits[activation]] == step.value("out/a").tolist()


@pytest.mark.parametrize("z", [-1e4, -800.0, 800.0, 1e4])
def test_a_certain_sigmoid_pays_for_being_wrong_in_proportion_to_z(z: float) -> None:
    wrong, right = (step_at((z,), "sigmoid", "binary_cross_entropy", (y,)) for y in (float(z < 0), float(z > 0)))
    assert (abs(z), 0.0) == (wrong.loss, right.loss)
    assert wrong.delta("out").tolist() == [[float(np.sign(z))]]
    assert right.delta("out").tolist() == [[0.0]]


def test_a_certain_softmax_pays_for_being_wrong_in_proportion_to_z() -> None:
    wrong, right = (
        step_at((1e4, 0.0, -1e4), "softmax", "categorical_cross_entropy", y) for y in ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    )
    assert (wrong.loss, right.loss) == (2e4, 0.0)
    assert wrong.delta("out").tolist() == [[1.0, 0.0, -1.0]]
    assert right.delta("out").tolist() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("activation", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "categorical_cross_entropy")]
)
@pytest.mark.parametrize("z", [(1e4, 0.0, -1e4), (3.0, -800.0, 700.0), (0.5, -0.5, 2.0)])
def test_the_terms_of_a_certain_answer_add_up_to_its_loss(activation: str, loss: str, z: tuple[float, ...]) -> None:
    for y in ((0.0, 0.0, 1.0), (0.2, 0.5, 0.3)):
        program, step = program_and_step_at(z, activation, loss, y)
        assert program.loss_op.factor * step.value("L/terms").sum() == pytest.approx(step.loss, rel=1e-14)


@pytest.mark.parametrize("y", [(1.0, 0.0), (0.7, 0.3)])
@pytest.mark.parametrize("z", [-20.0, -60.0, -600.0])
def test_a_probability_of_almost_nothing_is_told_from_nothing(z: float, y: tuple[float, float]) -> None:
    """Without the joint form the loss has only a; its floor lies below every a that a net can reach."""
    step = step_at((z, 0.0), "sigmoid", "categorical_cross_entropy", y)
    assert step.loss == pytest.approx(y[0] * np.logaddexp(0.0, -z) + y[1] * np.log(2.0), rel=1e-12)
    assert step.adjoint("out/a")[0, 0] == pytest.approx(-y[0] * (1.0 + np.exp(-z)), rel=1e-12)
    step = step_at((z, 0.0), "softmax", "binary_cross_entropy", (y[0], 0.0))
    assert step.adjoint("out/a")[0, 0] == pytest.approx(-0.5 * y[0] * np.exp(-z), rel=1e-6)


def test_targets_that_do_not_add_up_to_one_are_taken_as_they_are() -> None:
    """δ = a Σy − y, not a − y."""
    step = step_at((0.0, 0.0), "softmax", "categorical_cross_entropy", (1.0, 2.0))
    assert step.delta("out").tolist() == [[0.5, -0.5]]


FAR_OUT = (-1e4, -710.0, -709.0, -40.0, 0.0, 40.0, 709.0, 710.0, 1e4)
TINY = float(np.exp(-709.0))
# Value and slope at each z of FAR_OUT, to the last bit; e^−710 is a number still, though not one with all its digits.
LIMITS = {
    "elu": ([-1.0] * 4 + [0.0, 40.0, 709.0, 710.0, 1e4], [0.0, np.exp(-710.0), TINY, np.exp(-40.0), *[1.0] * 5]),
    "gelu": ([0.0] * 5 + [40.0, 709.0, 710.0, 1e4], [0.0] * 4 + [0.5] + [1.0] * 4),
    "hard_tanh": ([-1.0] * 4 + [0.0] + [1.0] * 4, [0.0] * 4 + [1.0] + [0.0] * 4),
}


@pytest.mark.parametrize("activation", LIMITS)
def test_new_activations_far_out_reach_their_limits(activation: str) -> None:
    step = step_at(FAR_OUT, activation, "half_squared_error", (0.0,) * len(FAR_OUT))
    values, slopes = LIMITS[activation]
    assert [values] == step.value("out/a").tolist()
    assert [slopes] == step.value("out/slope").tolist()


def test_softplus_far_out_is_the_exponential_or_z() -> None:
    step = step_at(FAR_OUT, "softplus", "half_squared_error", (0.0,) * len(FAR_OUT))
    low = [float(np.exp(z)) for z in FAR_OUT[:4]]
    assert [[*low, float(np.log(2.0)), *FAR_OUT[5:]]] == step.value("out/a").tolist()
    assert [[*low, 0.5, 1.0, 1.0, 1.0, 1.0]] == step.value("out/slope").tolist()


def test_a_silu_far_out_is_nothing_or_z() -> None:
    step = step_at(FAR_OUT, "silu", "half_squared_error", (0.0,) * len(FAR_OUT))
    low = [z * float(np.exp(z)) for z in FAR_OUT[:4]]
    assert np.abs(step.value("out/a") - [[*low, 0.0, *FAR_OUT[5:]]]).max() <= 1e-30
    assert np.abs(step.value("out/slope") - [[0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0]]).max() <= 1e-15


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", ["mean_absolute_error", "huber", "mean_squared_error"])
def test_no_activation_and_no_loss_of_its_outputs_overflows(activation: str, loss: str) -> None:
    step_at(FAR_OUT, activation, loss, (0.5,) * len(FAR_OUT))


@pytest.mark.parametrize(("loss", "expected"), [("mean_absolute_error", 9999.0), ("huber", 9998.5), ("hinge", 10001.0)])
def test_losses_far_out_grow_in_proportion(loss: str, expected: float) -> None:
    """a = 1e4 for a target of 1, and for the hinge a = −1e4."""
    step = step_at((-1e4 if loss == "hinge" else 1e4,), "linear", loss, (1.0,))
    assert expected == step.loss
    assert [[-1.0 if loss == "hinge" else 1.0]] == step.adjoint("out/a").tolist()


@pytest.mark.parametrize("z", [(3.0, 0.0, 1.0), (36.0, 0.0, 3.0), (40.0, -1.0, 2.0), (300.0, 3.0, 0.0)])
def test_what_a_certain_softmax_lets_through_has_all_its_digits(z: tuple[float, ...]) -> None:
    """Compared pair by pair, so that nothing cancels: δ_j = a_j Σ_k a_k (∂L/∂a_j − ∂L/∂a_k)."""
    program, step = program_and_step_at(z, "softmax", "half_squared_error", (0.3, 0.6, 0.1))
    a, upstream = step.value("out/a")[0], step.adjoint("out/a")[0]
    expected = a * ((upstream[:, None] - upstream) @ a)
    assert step.delta("out")[0] == pytest.approx(expected, rel=1e-14, abs=0.0)
    assert max(explain(program, step, "out/z", (0, j)).error for j in range(3)) <= 1e-15


@pytest.mark.parametrize("z", [(160.0, 0.0, 3.0), (45.0, 1.0, 0.0), (8.0, 0.0, 800.0)])
def test_a_softmax_that_is_certain_hands_a_question_of_yes_or_no_no_more_than_its_slope(z: tuple[float, ...]) -> None:
    """Its largest output is 1 to the last bit; what nobody knows of 1 − a is not divided by."""
    program, step = program_and_step_at(z, "softmax", "binary_cross_entropy", (0.1, 0.6, 0.3))
    assert np.abs(step.delta("out")).max() <= 1.0
    found = [Comparison(program, step).of(("out/b", (j,))) for j in range(3)]
    assert max(one.error for one in found) <= TOLERANCE
    for path in ("out/a", "out/z"):
        assert max(explain(program, step, path, (0, j)).error for j in range(3)) <= 1e-12


@pytest.mark.parametrize("bias", [0.0, 10.0, 20.0, 36.0])
def test_what_an_update_gate_that_is_all_but_shut_lets_through_has_all_its_digits(bias: float) -> None:
    program = recurrent_program("gru", 3)
    b = program.start().parameter("h1/b").copy()
    b[len(b) // 3 : 2 * len(b) // 3] = bias
    step = program.advance(program.start().with_parameter("h1/b", b))[1]
    for t in (1, 2, 3):
        shut = 1.0 - step.value(f"h1/t={t}/u")
        assert step.adjoint(f"h1/t={t}/n") == pytest.approx(step.adjoint(f"h1/t={t}/a") * shut, rel=1e-15, abs=0.0)
        assert explain(program, step, f"h1/t={t}/n", (0, 1)).error <= 1e-15
