"""Architectures that nobody thought of: whatever Hypothesis builds, derivatives are exact and replays are equal."""

import numpy as np
from hypothesis import assume, given, settings

from core import Program, Spec, State, compile_program
from core.gradcheck import STEP
from core.ops import AbsoluteSum
from tests.core.architectures import architectures, at_their_corners
from tests.core.exactness import assert_exact
from tests.core.nets import clearance, distance, gaps
from tests.core.test_gradients_by_central_differences import CLEARANCE, assert_near
from tests.core.test_reference_step import layers_of, recorded
from tests.reference.training_step import training_step

# Complex numbers see the derivative from one side of a kink; a z that is exactly there is a test of its own.
BESIDE = 1e-12
# Differences see a normalised unit as straight only where its batch is spread wider than they reach.
SPREAD = 0.05
# Closer together, what a batch differs in has lost digits before it is normalised.
NARROW = 0.01
# What is left of sums of small whole numbers, and of the few that are not whole, once they were rounded differently.
ROUNDED = 1e-13


def gap(program: Program, state: State) -> float:
    return clearance(program, program.advance(state)[1])


@settings(max_examples=60)
@given(architectures())
def test_derivatives_of_any_network_are_exact(spec: Spec) -> None:
    program = compile_program(spec)
    state = program.run(program.start(), spec.seed % 4)
    assume(gap(program, state) > BESIDE)
    assume(narrowest(program, state) > NARROW)
    assert_exact(program, state)


@settings(max_examples=60)
@given(architectures(planted=False))
def test_gradients_of_any_network_are_the_slopes_of_its_loss(spec: Spec) -> None:
    program = compile_program(spec)
    state = program.start()
    assume(gap(program, state) > CLEARANCE)
    assume(narrowest(program, state) > SPREAD)
    assume(not spec.amount("l1") or np.abs(state.parameters).min() > 2.0 * STEP)
    assume(away_from_zero(program, state) > CLEARANCE)
    assert_near(program, state)


def away_from_zero(program: Program, state: State) -> float:
    """How near to its corner at 0 any activation is whose size is a term of the loss; 0 itself is a dead unit."""
    step = program.advance(state)[1]
    paths = [op.inputs[0] for op in program.network.ops if isinstance(op, AbsoluteSum)]
    sizes = np.abs(np.concatenate([[np.inf], *(step.value(path).ravel() for path in paths)]))
    return float(sizes[sizes > 0.0].min())


def narrowest(program: Program, state: State) -> float:
    """The least variance over a batch of anything that is normalised."""
    step = program.advance(state)[1]
    variances = (step.value(f"{name}/variance") for name in normalised_layers(program))
    return min((float(variance.min()) for variance in variances), default=np.inf)


def normalised_layers(program: Program) -> list[str]:
    return [name for name in program.spec.layer_names if (f"{name}/variance", "value") in program.layout]


@settings(max_examples=100)
@given(at_their_corners())
def test_at_a_corner_any_network_takes_the_documented_slope(spec: Spec) -> None:
    """Where there is no derivative, every recorded number is that of the blackboard, which chooses as documented."""
    program = compile_program(spec)
    state = program.start()
    step = program.advance(state)[1]
    apart = gaps(program, step)
    assume(apart.min() == 0.0)
    # Beside a corner by no more than rounding, the two may fall on different sides of it.
    assume(not ((apart > 0.0) & (apart < BESIDE)).any())
    x, y, layers = step.value("x"), step.value("y"), layers_of(program, state)
    loss, records, _ = training_step(x, y, layers, spec.loss.name, spec.loss.reduction, spec.learning_rate)
    assert distance(loss, step.loss) <= ROUNDED
    for name, record in zip(spec.layer_names, records, strict=True):
        for field, expected, ours in zip(record._fields, record, recorded(step, name), strict=True):
            assert distance(expected, ours, 1.0) <= ROUNDED, (name, field)


@settings(max_examples=60)
@given(architectures())
def test_any_network_trains_the_same_way_twice(spec: Spec) -> None:
    program, again = compile_program(spec), compile_program(Spec.from_json(spec.to_json()))
    assert program.run(program.start(), 5) == again.run(again.start(), 5)
