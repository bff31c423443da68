"""Far out, where exponentials overflow, values and losses are still right, and nothing is NaN."""

import numpy as np
import pytest

from core import Data, Dense, Loss, Spec, Step, compile_program

FAR = (-1e4, -800.0, -700.0, 0.0, 700.0, 800.0, 1e4)


def step_at(z: tuple[float, ...], activation: str, loss: str, y: tuple[float, ...]) -> Step:
    """One layer whose z are given exactly, as biases under an input of 0."""
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
    return step


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


def test_targets_that_do_not_add_up_to_one_are_taken_as_they_are() -> None:
    """δ = a Σy − y, not a − y."""
    step = step_at((0.0, 0.0), "softmax", "categorical_cross_entropy", (1.0, 2.0))
    assert step.delta("out").tolist() == [[0.5, -0.5]]
