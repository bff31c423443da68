"""Autoencoders: the network is asked for its own input, clean, whatever the labels of the data set are."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Regulariser, Spec, State, compile_program, compile_replicas
from core.datasets import DATASETS, load, outputs_of, training_examples
from core.metrics import METRICS, Answers
from core.spec import adjust

DRAWN = [name for name in DATASETS if name != "given"]
X = ((0.1, 0.9), (0.7, 0.2), (0.4, 0.5))


def spec_on(data: Data, hidden: int = 3) -> Spec:
    """A network with one hidden layer that is asked for its input."""
    return adjust.with_data(Spec(layers=(Dense(hidden, "tanh"), Dense(1, "sigmoid"))), replace(data, answer="input"))


@pytest.mark.parametrize("name", DRAWN)
def test_the_targets_are_the_inputs_in_every_set(name: str) -> None:
    data = Data(name, samples=40, noise=0.1, test_fraction=0.2, validation_fraction=0.2)
    plain, examples = load(data), load(replace(data, answer="input"))
    for part in ("", "_test", "_validation"):
        x, y = getattr(examples, f"x{part}"), getattr(examples, f"y{part}")
        assert len(x) > 0
        assert (x == y).all()
        assert (x == getattr(plain, f"x{part}")).all()


@pytest.mark.parametrize("name", DRAWN)
def test_the_end_of_the_network_follows_there_and_back(name: str) -> None:
    there = spec_on(Data(name, samples=40, noise=0.0))
    program = compile_program(there)
    assert there.output.units == program.network.inputs == outputs_of(there.data)
    within = program.examples.x.min() >= 0.0 and program.examples.x.max() <= 1.0
    assert there.output.activation == ("sigmoid" if within else "linear")
    assert np.isfinite(program.advance(program.start())[1].loss)
    back = adjust.with_answer(there, "given")
    assert compile_program(back).network.outputs == DATASETS[name].outputs


def test_another_data_set_is_asked_for_its_inputs_too() -> None:
    spec = spec_on(Data("one_of_eight", samples=8))
    assert (spec.output.units, spec.loss.name) == (8, "binary_cross_entropy")
    other = adjust.with_data(spec, adjust.named("sine", spec))
    assert (other.data.answer, other.output.units, other.loss.name) == ("input", 1, "mean_squared_error")
    again = adjust.with_data(other, adjust.named("one_of_eight", other))
    assert (again.data.samples, training_examples(again.data), again.output.units) == (8, 8, 8)


def test_labels_are_not_looked_at() -> None:
    with_labels = spec_on(Data("given", x=X, y=((1.0,), (0.0,), (1.0,))))
    without = spec_on(Data("given", x=X, answer="input"))
    programs = [compile_program(spec) for spec in (with_labels, without)]
    rows = [program.record(program.start(), 5).rows.tobytes() for program in programs]
    assert rows[0] == rows[1]
    handed = compile_program(replace(without, data=Data("given", answer="input")), (X, ((5.0,), (6.0,), (7.0,))))
    assert handed.record(handed.start(), 5).rows.tobytes() == rows[0]


@pytest.mark.parametrize("batch_size", [None, 3])
def test_denoising_sees_noise_and_is_asked_for_what_is_clean(batch_size: int | None) -> None:
    spec = replace(spec_on(Data("one_of_eight", samples=8)), batch_size=batch_size)
    program = compile_program(replace(spec, regularisers=(Regulariser("input_noise", 0.3),)))
    state = program.start()
    for index in range(5):
        after, step = program.advance(state)
        clean = program.examples.x[program.batches.indices(index)]
        assert (step.value("y") == clean).all()
        assert (step.value("x") != clean).all()
        state = after
    quiet = compile_program(spec)
    x = program.examples.x
    assert program.evaluate(state, x, x) == quiet.evaluate(State(quiet.layout, 5, state.vector), x, x)


def test_a_spec_that_asks_for_its_input_survives_the_round_trip() -> None:
    spec = spec_on(Data("moons", samples=40))
    assert Spec.from_json(spec.to_json()) == spec
    assert Spec.from_json(RECIPES["moons"].to_json().replace(', "answer": "given"', "")) == RECIPES["moons"]


def test_replicas_of_an_autoencoder_are_its_runs() -> None:
    specs = [replace(spec_on(Data("given", x=X, answer="input")), seed=seed) for seed in range(3)]
    for data in (None, (X, X)):
        replicas = compile_replicas(specs, data)
        after = replicas.run(replicas.start(), 7)
        for r, spec in enumerate(specs):
            program = compile_program(spec)
            expected = program.run(program.start(), 7).parameters
            np.testing.assert_allclose(after.of(r).parameters, expected, rtol=1e-12)


def test_what_never_varies_says_nothing_about_how_much_is_explained() -> None:
    targets = np.array([[1.0, 0.0], [3.0, 0.0]])
    outputs = np.array([[1.5, 0.5], [2.5, 0.5]])
    answers = Answers(outputs, targets, "regression")
    assert float(METRICS["r2"].measure(answers)) == 0.75
    assert float(METRICS["mean_squared_gap"].measure(answers)) == 0.25


def test_any_loss_can_be_taken_of_a_reconstruction() -> None:
    spec = spec_on(Data("one_of_eight", samples=8))
    for loss in ("half_squared_error", "mean_squared_error", "binary_cross_entropy"):
        program = compile_program(replace(spec, loss=Loss(loss)))
        state = program.start()
        assert program.run(state, 50) != state
