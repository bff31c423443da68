"""The recipes along sequences do what they say."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Program, Spec, compile_program
from core.bptt import flows
from core.spec import Dense, SimpleRNN, StepDense, adjust

ALONG = ("echo", "adding_lstm", "adding_rnn", "rhyme", "sunspots")
LAG = 30


def faded(program: Program, rows: np.ndarray) -> np.ndarray:
    """How many times smaller the gradient is 30 steps back than one step back."""
    (flow,) = flows(program.spec, program.network, program.layout, rows)
    return flow.faded(LAG)


def test_the_gradient_of_the_simple_layer_vanishes_and_that_of_gates_does_not() -> None:
    simple, gated = (compile_program(RECIPES[name]) for name in ("adding_rnn", "adding_lstm"))
    for steps in (0, 200, 500):
        assert faded(simple, simple.record(simple.run(simple.start(), steps), 1).rows)[0] > 1e3
        assert faded(gated, gated.record(gated.run(gated.start(), steps), 1).rows)[0] < 1e3


def test_gates_learn_to_add_and_the_simple_layer_learns_the_mean() -> None:
    losses = {}
    for name in ("adding_lstm", "adding_rnn"):
        program = compile_program(RECIPES[name])
        examples, state = program.examples, program.run(program.start(), 1_000)
        losses[name] = program.evaluate(state, examples.x_test, examples.y_test)
        variance = examples.y_test.var()
    assert losses["adding_lstm"] < 0.02 * variance
    assert losses["adding_rnn"] > 0.8 * variance


def test_the_echo_is_heard() -> None:
    program = compile_program(RECIPES["echo"])
    state = program.run(program.start(), 500)
    said = program.predict(state, program.examples.x_test) > 0.5
    assert (said == (program.examples.y_test > 0.5)).mean() > 0.99


def test_the_rhyme_is_learned_and_sunspots_are_told_better_than_by_their_mean() -> None:
    rhyme, sunspots = (compile_program(RECIPES[name]) for name in ("rhyme", "sunspots"))
    answers = rhyme.predict(rhyme.run(rhyme.start(), 1_000), rhyme.examples.x)
    assert (answers.argmax(axis=1) == rhyme.examples.y.argmax(axis=1)).mean() > 0.9
    state, seen = sunspots.run(sunspots.start(), 1_000), sunspots.examples
    assert sunspots.evaluate(state, seen.x_test, seen.y_test) < 0.25 * seen.y_test.var()


@pytest.mark.parametrize("recipe", ALONG)
def test_a_recipe_can_be_given_other_data(recipe: str) -> None:
    spec = RECIPES[recipe]
    for name in ("xor", "iris", "digits", "echo", "adding", "rhyme", "sunspots", "waves", "sine"):
        other = adjust.with_data(spec, adjust.named(name, spec))
        program = compile_program(other)
        program.run(program.start(), 2)
        assert Spec.from_json(other.to_json()) == other


def test_more_examples_change_no_layer() -> None:
    spec = RECIPES["echo"]
    assert adjust.with_data(spec, replace(spec.data, samples=500)).layers == spec.layers
    points = adjust.with_data(spec, adjust.named("xor", spec)).layers
    assert [type(layer) for layer in points] == [Dense, Dense]
    assert points[0].units == 12
    asked = adjust.with_data(spec, adjust.named("adding", spec)).layers
    assert [type(layer) for layer in asked] == [SimpleRNN, Dense]
    assert isinstance(spec.layers[-1], StepDense)
