"""The smaller worked examples: 2-2-1, 1-3-1 and the sum of two sigmoids, with their true values."""

import numpy as np
import pytest

from core import RECIPES, Program, State, Step, compile_program
from tests.core.nets import distance
from tests.reference.worked import WORKED

# The true values have sixteen digits; a short sum of such numbers may lose the last one or two.
TOLERANCE = 1e-14


def advanced(recipe: str) -> tuple[Program, State, Step]:
    program = compile_program(RECIPES[recipe])
    return program, *program.advance(program.start())


def assert_trace(trace: dict, step: Step) -> None:
    for index, layer in enumerate(("h1", "out")):
        assert distance([trace["net_inputs"][index]], step.value(f"{layer}/z")) <= TOLERANCE
        assert distance([trace["activations"][index + 1]], step.value(f"{layer}/a")) <= TOLERANCE
        assert distance([trace["deltas_dE_dnet"][index]], step.delta(layer)) <= TOLERANCE
        assert distance(trace["weight_gradients"][index], step.gradient(f"{layer}/W")) <= TOLERANCE
    assert distance(trace["error"], step.loss) <= TOLERANCE


@pytest.mark.parametrize("recipe", ["two_two_one", "one_three_one"])
def test_the_first_step_has_the_true_values(recipe: str) -> None:
    assert_trace(WORKED[recipe]["trace_of_step_0"], advanced(recipe)[2])


@pytest.mark.parametrize("recipe", ["two_two_one", "one_three_one"])
def test_the_recipe_starts_from_the_numbers_of_the_page(recipe: str) -> None:
    example, start = WORKED[recipe], compile_program(RECIPES[recipe]).start()
    assert example["learning_rate"] == RECIPES[recipe].learning_rate
    for layer, weights in zip(("h1", "out"), example["weights"], strict=True):
        assert weights == start.parameter(f"{layer}/W").tolist()


def test_the_2_2_1_net_has_the_true_weights_after_one_step_and_the_true_second_step() -> None:
    program, after, _ = advanced("two_two_one")
    for layer, weights in zip(("h1", "out"), WORKED["two_two_one"]["weights_after_1_step"], strict=True):
        assert distance(weights, after.parameter(f"{layer}/W")) <= TOLERANCE
    assert_trace(WORKED["two_two_one"]["trace_of_step_1"], program.advance(after)[1])


def test_the_2_2_1_net_differs_from_the_page_as_the_errata_say() -> None:
    _, after, step = advanced("two_two_one")
    assert round(float(step.value("h1/a")[0, 1]), 3) == 0.578
    assert round(float(-step.delta("h1")[0, 1]), 5) == -0.00811
    assert round(float(after.parameter("out/W")[0, 1]), 4) == 0.8786
    assert round(float(after.parameter("out/W")[0, 0]), 5) == 0.27895
    assert np.round(after.parameter("h1/W"), 5).tolist() == [[0.19905, 0.2981], [0.29716, 0.29432]]


def test_the_gradient_of_1_3_1_has_the_factors_that_the_page_leaves_out() -> None:
    step = advanced("one_three_one")[2]
    o, h, w = step.value("out/a")[0, 0], step.value("h1/a")[0], step.parameter("out/W")[0]
    page = (o - 0.25) * o * (1 - o) * 1.5
    assert distance(page * w * h * (1 - h), step.gradient("h1/W")[:, 0]) <= TOLERANCE
    assert distance(np.full(3, page), step.gradient("h1/W")[:, 0]) > 0.5


def test_the_sum_of_two_sigmoids_has_the_true_values_at_one_half() -> None:
    expected, step = WORKED["sum_of_two_sigmoids"]["at x=0.5, expected=1.0"], advanced("sum_of_two_sigmoids")[2]
    assert distance([[expected["output"]]], step.value("out/a")) <= TOLERANCE
    assert distance(expected["cost"], step.loss) <= TOLERANCE
    assert distance([[expected["dcost_dw1"]], [expected["dcost_dw2"]]], step.gradient("h1/W")) <= TOLERANCE
    assert distance([expected["dcost_db1"], expected["dcost_db2"]], step.gradient("h1/b")) <= TOLERANCE


def test_the_outgoing_weights_of_the_sum_stay_at_one_for_ever_while_their_gradient_is_recorded() -> None:
    program, _, step = advanced("sum_of_two_sigmoids")
    assert (step.gradient("out/W") != 0.0).all()
    assert (step.gradient("out/b") != 0.0).all()
    after = program.run(program.start(), 1_000)
    assert after.parameter("out/W").tolist() == [[1.0, 1.0]]
    assert after.parameter("out/b").tolist() == [0.0]
    assert program.advance(after)[1].loss < step.loss / 1e6


def test_four_hidden_sigmoids_learn_xor() -> None:
    program = compile_program(RECIPES["xor"])
    after = program.run(program.start(), 10_000)
    outputs = program.predict(after, program.examples.x)
    assert float(((outputs - program.examples.y) ** 2).mean()) < 0.01
