"""Recurrent layers: every recorded derivative, replays, names, truncation, what stands around them."""

from dataclasses import replace

import numpy as np
import pytest

from core import Dense, Spec
from core.gradcheck import complex_step
from core.ops import ACTIVATIONS
from core.spec import Embedding, SimpleRNN, StepDense
from tests.core.exactness import assert_exact
from tests.core.nets import distance, start_and_later
from tests.core.recurring import BIASES, KINDS, dropped_out, program_of, recurrent, recurrent_program, recurrent_spec


@pytest.mark.parametrize(("steps", "examples"), [(1, 1), (1, 3), (2, 2), (3, 1), (4, 3), (5, 2), (6, 1)])
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_gate_cell_and_state_has_an_exact_derivative(
    kind: str, sequence: bool, steps: int, examples: int
) -> None:
    program = recurrent_program(kind, steps, examples, sequence)
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_stacked_layers_have_exact_derivatives(kind: str, sequence: bool) -> None:
    program = recurrent_program(kind, 3, 2, sequence, depth=3)
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_a_simple_layer_takes_every_activation(activation: str, sequence: bool) -> None:
    hidden = SimpleRNN(3, activation, sequence, bias_initialiser=BIASES)
    program = program_of(recurrent_spec((hidden,), sequence, "linear"), 3)
    assert_exact(program, program.start())


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_dense_layer_at_every_step_takes_every_activation(activation: str) -> None:
    hidden = SimpleRNN(3, sequence=True), StepDense(3, activation, bias_initialiser=BIASES)
    program = program_of(recurrent_spec(hidden, True), 3)
    assert_exact(program, program.start())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_layers_without_biases_with_masks_links_and_an_embedding(kind: str, sequence: bool) -> None:
    first = replace(recurrent(kind, sequence=True), bias=False)
    spec = recurrent_spec(
        (Embedding(3), first, recurrent(kind, sequence=True), recurrent(kind, sequence=sequence)), sequence
    )
    program = program_of(dropped_out(replace(spec, skips=(("h1", "h2"), ("h2", "h3")))), 3)
    for state in start_and_later(program):
        assert_exact(program, state)


@pytest.mark.parametrize("kind", KINDS)
def test_a_dense_layer_reads_a_whole_sequence(kind: str) -> None:
    program = program_of(recurrent_spec((recurrent(kind, sequence=True), Dense(4))), 3)
    assert program.start().parameter("h2/W").shape == (4, 9)
    assert_exact(program, program.start())


@pytest.mark.parametrize("kind", KINDS)
def test_everything_between_the_data_and_the_loss_has_a_recorded_derivative(kind: str) -> None:
    program = recurrent_program(kind, 3)
    computed = {slot.path for slot in program.layout if slot.kind == "value" and slot.role not in NOT_BETWEEN}
    assert computed | {"x"} == set(program.layout.paths("adjoint"))


NOT_BETWEEN = ("data", "mask", "slope", "route", "loss", "statistic", "memory", "rate")

NAMES = {
    "simple_rnn": ("z", "a"),
    "lstm": ("z", "i", "f", "o", "g", "c", "m", "a", "gates", "gates:z", "i:z", "f:z", "o:z", "g:z"),
    "gru": ("z", "r", "u", "n", "q", "a", "gates", "gates:z", "r:z", "u:z", "n:z"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_step_has_its_names(kind: str) -> None:
    step = recurrent_program(kind, 3).advance(recurrent_program(kind, 3).start())[1]
    for time in (1, 2, 3):
        for name in NAMES[kind]:
            path = f"h1/t={time}/{name}"
            assert step.value(path).shape == step.adjoint(path).shape
    assert (step.value("h1/a") == step.value("h1/t=3/a")).all()
    assert (step.adjoint("h1/a") == step.adjoint("h1/t=3/a")).all()
    assert not step.value("h1/t=0/a").any()
    assert step.delta("h1").shape[1] == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("truncate", [0, 2])
def test_running_and_recording_are_the_same_arithmetic(kind: str, truncate: int) -> None:
    program = recurrent_program(kind, 5, 7, True, depth=2, truncate=truncate, batch_size=2)
    state = start = program.start()
    for _ in range(5):
        state, _ = program.advance(state)
    assert state == program.run(start, 5)
    first = program.advance(state)[1].row.tobytes()
    program.run(start, 3)
    assert program.advance(state)[1].row.tobytes() == first


@pytest.mark.parametrize("kind", KINDS)
def test_a_prediction_is_what_training_computed(kind: str) -> None:
    program = recurrent_program(kind, 4, 3, True)
    state = program.run(program.start(), 3)
    step = program.advance(state)[1]
    answers = program.predict(state, program.examples.x)
    assert answers.shape == (3, 8)
    assert np.abs(answers - step.value("out/a").reshape(3, 8)).max() < 1e-15
    assert abs(program.evaluate(state, program.examples.x, program.examples.y) - step.loss) < 1e-15


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_truncation_stops_the_gradient_between_stretches(kind: str, sequence: bool) -> None:
    """With the answer at the end only the last stretch of the sequence is reached; the others exactly not."""
    program = recurrent_program(kind, 6, truncate=2, sequence=sequence)
    state = program.run(program.start(), 2)  # The room is used again and again: what was there must not matter.
    step = program.advance(state)[1]
    whole = recurrent_program(kind, 6, sequence=sequence)
    full = whole.advance(whole.run(whole.start(), 0))[1]
    reached = [bool(step.adjoint(f"h1/t={time}/a").any()) for time in range(7)]
    assert reached == ([True] * 7 if sequence else [False] * 5 + [True, True])
    assert all(full.adjoint(f"h1/t={time}/a").any() for time in range(7))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
def test_a_stretch_as_long_as_the_sequence_cuts_only_what_nobody_uses(kind: str, sequence: bool) -> None:
    one, other = (recurrent_program(kind, 4, truncate=k, sequence=sequence) for k in (0, 4))
    assert one.run(one.start(), 5).vector.tobytes() == other.run(other.start(), 5).vector.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_truncated_layer_computes_is_what_the_whole_computes(kind: str) -> None:
    one, other = (recurrent_program(kind, 5, truncate=k) for k in (0, 2))
    first, second = (program.advance(program.start())[1] for program in (one, other))
    value = one.layout.blocks["value"]
    assert (first.row[value] == second.row[value]).all()


@pytest.mark.parametrize("truncate", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_the_last_stretch_alone_gives_the_truncated_gradient(kind: str, truncate: int) -> None:
    """An oracle that cuts the graph: complex steps of the weights that see only the states behind the cut.

    Stretches that end before are left out by the answer at the end; so U h of a nudged U must come from there too.
    """
    steps = 5
    program = recurrent_program(kind, steps, truncate=truncate)
    step = program.advance(program.start())[1]
    first = (steps - 1) // truncate * truncate + 1
    whole = recurrent_program(kind, steps)
    z = "h1/z" if kind != "gru" else "h1/n:z"
    expected = np.array(complex_step(whole, whole.start(), z))
    expected[:, : first - 1] = 0.0
    assert distance(expected, step.adjoint(z)) < 1e-13


def test_a_loss_is_averaged_over_the_steps() -> None:
    spec = recurrent_spec((SimpleRNN(3, sequence=True),), True)
    program = program_of(spec, 4)
    step = program.advance(program.start())[1]
    a, y = step.value("out/a"), step.value("y")
    assert a.shape == y.shape == (3, 4, 2)
    assert np.abs(a.sum(axis=-1) - 1.0).max() < 1e-15
    assert abs(step.loss + (y * np.log(a)).sum() / 12) < 1e-15
    assert np.abs(step.value("L/terms") + y * np.log(a)).max() < 1e-15


def test_forget_gates_start_open() -> None:
    spec = Spec(layers=(KINDS["lstm"](3, forget_bias=1.5), Dense(2, "softmax")), loss=recurrent_spec(()).loss)
    start = program_of(replace(spec, data=recurrent_spec(()).data), 2).start()
    assert start.parameter("h1/b").tolist() == [0.0] * 3 + [1.5] * 3 + [0.0] * 6


def test_weights_drawn_as_pytorch_does_are_as_small_as_there() -> None:
    from core import Initialiser

    torch_like = Initialiser("pytorch_default")
    layer = SimpleRNN(400, initialiser=torch_like, recurrent_initialiser=torch_like)
    start = program_of(recurrent_spec((layer,)), 2).start()
    for path in ("h1/W", "h1/U", "h1/b"):
        assert 0.9 / 20 < np.abs(start.parameter(path)).max() <= 1 / 20
