"""The plan computes in place, fused and features first; the blackboard step says what must come out."""

import pytest

from core import Program, State, Step
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.spec import REDUCTIONS
from tests.core.nets import PAIR_IDS, PAIRS, distance, small_program
from tests.reference import training_step as reference

# Both sides round differently, by a few units in the last place of the largest number of the same kind in the net:
# what is a difference of such numbers, say the small δ under a softmax, cannot be nearer than they are.
TOLERANCE = 1e-14
# So small a tensor still agrees in its own size; 1e-10 leaves room for four digits lost in differences.
OWN_TOLERANCE = 1e-10
STEPS = 4
KINDS = (("z", "a"), ("da", "delta"), ("dW", "db"), ("update_W", "update_b"))


def layers_of(program: Program, state: State) -> list[reference.Layer]:
    return [
        reference.Layer(state.parameter(f"{name}/W"), state.parameter(f"{name}/b"), layer.activation)
        for name, layer in zip(program.spec.layer_names, program.spec.layers, strict=True)
    ]


def recorded(step: Step, name: str) -> reference.Record:
    return reference.Record(
        step.value(f"{name}/z"),
        step.value(f"{name}/a"),
        step.adjoint(f"{name}/a"),
        step.delta(name),
        step.gradient(f"{name}/W"),
        step.gradient(f"{name}/b"),
        step.update(f"{name}/W"),
        step.update(f"{name}/b"),
    )


def assert_same_records(expected: list[reference.Record], actual: list[reference.Record]) -> None:
    for kind in KINDS:
        scale = max(abs(getattr(record, field)).max() for record in expected for field in kind)
        for name in kind:
            for ours, theirs in zip(expected, actual, strict=True):
                pair = getattr(ours, name), getattr(theirs, name)
                assert distance(*pair, scale) <= TOLERANCE, name
                assert distance(*pair) <= OWN_TOLERANCE, name


def assert_same_training(program: Program) -> None:
    """Several steps side by side, each continuing from its own numbers."""
    spec, state = program.spec, program.start()
    layers = layers_of(program, state)
    for _ in range(STEPS):
        state, step = program.advance(state)
        x, y = step.value("x"), step.value("y")
        loss, records, layers = reference.training_step(
            x, y, layers, spec.loss.name, spec.loss.reduction, spec.learning_rate
        )
        assert distance(loss, step.loss) <= TOLERANCE
        assert_same_records(records, [recorded(step, name) for name in spec.layer_names])
    for expected, actual in zip(layers, layers_of(program, state), strict=True):
        assert distance(expected.W, actual.W) <= TOLERANCE
        assert distance(expected.b, actual.b) <= TOLERANCE


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
def test_the_plan_and_the_blackboard_give_the_same_numbers(hidden: str, ending: tuple[str, str]) -> None:
    for reduction in REDUCTIONS:
        for batch_size in (None, 2):
            assert_same_training(small_program(hidden, ending, 3, batch_size, reduction, learning_rate=0.05))


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_they_agree_at_every_depth(depth: int) -> None:
    assert_same_training(small_program(depth=depth))


def test_the_blackboard_knows_every_activation_and_loss() -> None:
    assert list(reference.ACTIVATIONS) == list(ACTIVATIONS)
    assert list(reference.LOSSES) == list(LOSSES)
