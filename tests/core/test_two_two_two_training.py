"""Ten thousand steps of the 2-2-2 example in both modes, and the published figures that come from a mixture."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, Spec, State, compile_program
from tests.core.nets import distance
from tests.reference.output_first import output_first_step
from tests.reference.worked import WORKED

EXAMPLE = WORKED["two_two_two"]
PUBLISHED = EXAMPLE["published"]
TRAINING = EXAMPLE["training"]
OUTPUT_FIRST = TRAINING["output layer updated first, hidden deltas read the new output weights, biases fixed"]
SPEC = RECIPES["two_two_two"]
MODES = {
    "simultaneous update, biases fixed": SPEC,
    "simultaneous update, biases trained": replace(SPEC, frozen=()),
}
# Rounding errors of ten thousand steps; training contracts them, so they do not grow.
TOLERANCE = 1e-12


def error_and_outputs(program: Program, state: State) -> tuple[float, list[float]]:
    step = program.advance(state)[1]
    return step.loss, step.value("out/a")[0].tolist()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("steps", [0, 1, 10, 100, 1000, 9999, 10000])
def test_error_and_outputs_are_true(mode: str, steps: int) -> None:
    program = compile_program(MODES[mode])
    error, outputs = error_and_outputs(program, program.run(program.start(), steps))
    expected = TRAINING[mode][str(steps)]
    assert distance(expected["error"], error) <= TOLERANCE
    for value, output in zip(expected["outputs"], outputs, strict=True):
        assert distance(value, output) <= TOLERANCE


def after(spec: Spec, steps: int) -> tuple[float, list[float]]:
    program = compile_program(spec)
    return error_and_outputs(program, program.run(program.start(), steps))


def output_first(steps: int) -> tuple[float, list[float]]:
    """Error and outputs of the tutorial's program as it must have been, evaluated by ours at its weights."""
    x, y, rate = np.array(EXAMPLE["x"]), np.array(EXAMPLE["target"]), EXAMPLE["learning_rate"]
    (W1, W2), (b1, b2) = (np.array(EXAMPLE[name]) for name in ("weights", "biases"))
    for _ in range(steps):
        W1, W2 = output_first_step(x, y, W1, b1, W2, b2, rate)
    program = compile_program(SPEC)
    return error_and_outputs(program, program.start().with_parameter("h1/W", W1).with_parameter("out/W", W2))


def test_the_published_error_after_one_step_belongs_to_output_first_updates() -> None:
    ours, theirs = after(SPEC, 1)[0], output_first(1)[0]
    assert PUBLISHED["error_after_1_step"] != round(ours, 9)
    assert round(ours, 9) == 0.291027774
    assert PUBLISHED["error_after_1_step"] == round(theirs, 9)
    assert distance(OUTPUT_FIRST["1"]["error"], theirs) <= TOLERANCE


def test_the_published_error_after_ten_thousand_steps_is_that_of_step_9999() -> None:
    assert PUBLISHED["error_after_10000_steps"] == round(after(SPEC, 9_999)[0], 10)
    assert PUBLISHED["error_after_10000_steps"] != round(after(SPEC, 10_000)[0], 10)
    assert PUBLISHED["error_after_10000_steps"] != round(output_first(10_000)[0], 10)


def test_the_published_outputs_after_ten_thousand_steps_belong_to_output_first_updates() -> None:
    ours, theirs = after(SPEC, 10_000)[1], output_first(10_000)[1]
    assert PUBLISHED["outputs_after_10000_steps"] == [round(value, 9) for value in theirs]
    for published, value in zip(PUBLISHED["outputs_after_10000_steps"], ours, strict=True):
        assert published != round(value, 9)
    assert distance(OUTPUT_FIRST["10000"]["outputs"], theirs) <= TOLERANCE


def test_with_trained_biases_the_error_after_ten_thousand_steps_is_the_one_in_the_errata() -> None:
    assert f"{after(MODES['simultaneous update, biases trained'], 10_000)[0]:.4e}" == "2.4476e-06"
