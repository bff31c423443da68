"""Every intermediate that the 2-2-2 tutorial prints, to the last digit it prints, read through the public API."""

from decimal import Decimal

import numpy as np
import pytest

from core import RECIPES, State, Step, compile_program
from tests.core.nets import distance
from tests.reference.worked import WORKED

EXAMPLE = WORKED["two_two_two"]
PUBLISHED = EXAMPLE["published"]
TRACE = EXAMPLE["trace_of_step_0"]

# The true values have sixteen digits; a short sum of such numbers may lose the last one or two.
TOLERANCE = 1e-14


@pytest.fixture(scope="module")
def advanced() -> tuple[State, Step]:
    program = compile_program(RECIPES["two_two_two"])
    return program.advance(program.start())


@pytest.fixture(scope="module")
def step(advanced: tuple[State, Step]) -> Step:
    return advanced[1]


def as_printed(published: float, value: float) -> float:
    """The value rounded to as many decimals as were printed."""
    return round(value, -int(Decimal(repr(published)).as_tuple().exponent))


READINGS = {
    "out_h1": lambda step: step.value("h1/a")[0, 0],
    "out_h2": lambda step: step.value("h1/a")[0, 1],
    "net_o1": lambda step: step.value("out/z")[0, 0],
    "out_o1": lambda step: step.value("out/a")[0, 0],
    "out_o2": lambda step: step.value("out/a")[0, 1],
    "E_o1": lambda step: step.value("L/terms")[0, 0],
    "E_o2": lambda step: step.value("L/terms")[0, 1],
    "E_total": lambda step: step.loss,
    "dE_dw5": lambda step: step.gradient("out/W")[0, 0],
    "delta_o1": lambda step: step.delta("out")[0, 0],
    "dE_dout_h1": lambda step: step.adjoint("h1/a")[0, 0],
    "dout_h1_dnet_h1": lambda step: step.value("h1/slope")[0, 0],
    "dE_dw1": lambda step: step.gradient("h1/W")[0, 0],
}


@pytest.mark.parametrize("name", READINGS)
def test_a_recorded_number_is_the_published_one_to_every_printed_digit(name: str, step: Step) -> None:
    assert PUBLISHED[name] == as_printed(PUBLISHED[name], float(READINGS[name](step)))


def test_all_that_is_published_of_the_first_step_is_read() -> None:
    later = {"new_weights_w1_to_w8", "error_after_1_step", "error_after_10000_steps", "outputs_after_10000_steps"}
    assert set(PUBLISHED) - later == set(READINGS)


def test_the_eight_new_weights_are_the_published_ones(advanced: tuple[State, Step]) -> None:
    after = advanced[0]
    weights = np.concatenate([after.parameter("h1/W").ravel(), after.parameter("out/W").ravel()])
    published = PUBLISHED["new_weights_w1_to_w8"]
    assert published == [as_printed(digits, float(value)) for digits, value in zip(published, weights, strict=True)]


def test_the_first_step_has_the_true_values(advanced: tuple[State, Step]) -> None:
    after, step = advanced
    for index, layer in enumerate(("h1", "out")):
        assert distance([TRACE["net_inputs"][index]], step.value(f"{layer}/z")) <= TOLERANCE
        assert distance([TRACE["activations"][index + 1]], step.value(f"{layer}/a")) <= TOLERANCE
        assert distance([TRACE["deltas_dE_dnet"][index]], step.delta(layer)) <= TOLERANCE
        assert distance(TRACE["weight_gradients"][index], step.gradient(f"{layer}/W")) <= TOLERANCE
        assert distance(EXAMPLE["weights_after_1_step"][index], after.parameter(f"{layer}/W")) <= TOLERANCE
    assert distance(TRACE["error"], step.loss) <= TOLERANCE
    assert [EXAMPLE["x"]] == step.value("x").tolist()
    assert [EXAMPLE["target"]] == step.value("y").tolist()


def test_the_biases_have_gradients_but_stay(advanced: tuple[State, Step]) -> None:
    after, step = advanced
    for index, layer in enumerate(("h1", "out")):
        assert step.delta(layer)[0].tolist() == step.gradient(f"{layer}/b").tolist()
        assert step.update(f"{layer}/b").tolist() == [0.0, 0.0]
        assert EXAMPLE["biases"][index] == after.parameter(f"{layer}/b").tolist()
