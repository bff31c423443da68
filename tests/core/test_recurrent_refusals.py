"""What recurrent layers refuse, in sentences, and their way through JSON."""

from dataclasses import replace

import pytest

from core import BackflowError, Data, Dense, Optimizer, Regulariser, Spec, SpecError, compile_program
from core.replicas import compile_replicas
from core.spec import GRU, LSTM, Embedding, SimpleRNN, StepDense
from tests.core.recurring import KINDS, program_of, recurrent_program, recurrent_spec, sequences

LAYERS = [
    SimpleRNN(3, "relu", True, 4),
    LSTM(3, truncate=2, forget_bias=0.0),
    GRU(3, sequence=True, bias=False),
    StepDense(3, "sigmoid"),
    Embedding(3),
]


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_layers_go_through_json(layer) -> None:
    spec = replace(recurrent_spec((layer,), True), frozen=("h1/W",))
    assert Spec.from_json(spec.to_json()) == spec


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (LSTM(3), "h1 is a recurrent layer and its input has the shape (2,): expected (steps, features)"),
        (StepDense(3), "h1 is a dense layer for every step and its input has the shape (2,)"),
        (Embedding(3), "h1 is an embedding and its input has the shape (2,)"),
    ],
    ids=["recurrent", "step dense", "embedding"],
)
def test_points_are_no_sequences(layer, words: str) -> None:
    with pytest.raises(BackflowError) as caught:
        compile_program(Spec(layers=(layer, Dense(1, "sigmoid"))))
    assert words in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_state_is_no_sequence(kind: str) -> None:
    with pytest.raises(BackflowError, match=r"h2 is a recurrent layer and its input has the shape \(3,\)"):
        program_of(recurrent_spec((KINDS[kind](3), KINDS[kind](3))), 4)


@pytest.mark.parametrize("layer", [SimpleRNN(1), LSTM(1), GRU(1), Embedding(1)], ids=lambda one: type(one).__name__)
def test_a_recurrent_layer_is_no_output(layer) -> None:
    with pytest.raises(SpecError, match=r"The last layer is .*: expected Dense"):
        Spec(layers=(Dense(2), layer))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"units": 0}, "units"),
        ({"units": 3, "truncate": -1}, "truncate"),
        ({"units": 3, "sequence": 1}, "sequence"),
        ({"units": 3, "bias": "yes"}, "bias"),
        ({"units": 3, "recurrent_initialiser": "orthogonal"}, "recurrent_initialiser"),
        ({"units": 3, "initialiser": None}, "initialiser"),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_bad_fields_are_named(kind: str, fields: dict, words: str) -> None:
    with pytest.raises(SpecError, match=f"layer.{words}"):
        KINDS[kind](**fields)


def test_an_unknown_activation_is_named() -> None:
    with pytest.raises(SpecError, match=r"layer\.activation"):
        SimpleRNN(3, "tanhh")
    with pytest.raises(SpecError, match=r"layer\.forget_bias"):
        LSTM(3, forget_bias=1000.0)


def test_targets_must_have_an_answer_at_every_step() -> None:
    spec = recurrent_spec((LSTM(3, sequence=True),), True)
    x, _ = sequences(4, 3, (4, 2))
    with pytest.raises(BackflowError, match="2 units at each of 4 steps and the targets have 6 columns"):
        compile_program(spec, (x, [[1.0] * 6] * 3))


@pytest.mark.parametrize("name", ["dropconnect", "batch_norm"])
def test_what_only_dense_layers_know_is_refused(name: str) -> None:
    spec = replace(recurrent_spec((LSTM(3),)), regularisers=(Regulariser(name, 0.1),))
    with pytest.raises(BackflowError, match=f"regularisers has {name} and h1 goes along a sequence"):
        program_of(spec, 3)


def test_a_jacobian_needs_dense_layers() -> None:
    spec = replace(recurrent_spec((LSTM(3),), activation="linear"), optimizer=Optimizer("levenberg_marquardt"))
    with pytest.raises(BackflowError, match="h1 is no dense layer"):
        program_of(spec, 3)


@pytest.mark.parametrize("kind", KINDS)
def test_replicas_have_not_learnt_it(kind: str) -> None:
    steps = ((0.1, 0.2, 0.3),) * 4
    spec = replace(recurrent_spec((KINDS[kind](3),)), data=Data("given", x=steps, y=((1.0, 0.0),) * 4))
    with pytest.raises(BackflowError, match=r"cannot run in replicas|expected \(steps, features\)"):
        compile_replicas([spec] * 3)


def test_a_link_joins_equal_shapes() -> None:
    spec = replace(recurrent_spec((LSTM(3, sequence=True), LSTM(3))), skips=(("h1", "h2"),))
    with pytest.raises(BackflowError, match=r"h1→h2, from the shape \(4, 3\) to \(3,\)"):
        program_of(spec, 4)


def test_weights_along_time_can_be_frozen() -> None:
    spec = replace(recurrent_spec((GRU(3),)), frozen=("h1/U", "*/c"))
    program = program_of(spec, 3)
    step = program.advance(program.start())[1]
    assert not step.update("h1/U").any()
    assert not step.update("h1/c").any()
    assert step.update("h1/W").all()


def test_a_fault_is_found_at_the_first_step_that_has_it() -> None:
    program = recurrent_program("lstm", 4)
    state = program.start().with_parameter("h1/U", [[1e200] * 3] * 12)
    row = program.advance(state)[1].row.copy()
    row[program.layout.slot("h1/t=3/c").places()] = float("nan")
    row[program.layout.slot("h1/t=2/m").places()] = float("nan")
    assert program.step_from_row(0, row).first_fault() == "h1/t=2/m"
