"""Each rule is stated twice, as a formula and as calls: both give the same numbers, and no step allocates."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from core import BackflowError, Loss, Optimizer, Program, Schedule, State, UnknownPathError, compile_program
from core.buffers import Buffers
from core.least_squares import LeastSquares
from core.optimizers import OPTIMIZERS
from core.plan import squares_of
from core.spec import adjust
from core.start import frozen_mask
from tests.core.optimizing import COMBINATIONS, identify, trained_by
from tests.core.test_no_allocation import MOST, rise, traced

each_combination = pytest.mark.parametrize("optimizer", COMBINATIONS, ids=identify)
each_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)
# Rounded the same way; a multiplication by −η may come first on one side and last on the other.
TOLERANCE = 1e-15


def memory_in(program: Program, row: np.ndarray) -> dict[str, np.ndarray]:
    """The fields, flat, and the scalars, as they stand in a row."""
    rule = OPTIMIZERS[program.spec.optimizer.name]
    fields = rule.fields_of(program.spec.optimizer.settings)
    block = row[program.layout.blocks["memory"]]
    size = program.start().parameters.size
    flat = {field: block[place * size : (place + 1) * size] for place, field in enumerate(fields)}
    return flat | {name: program.layout.view(row, f"optimizer:{name}") for name in rule.scalars}


@each_combination
def test_the_formula_and_the_calls_give_the_same_update_and_memory(optimizer: Optimizer) -> None:
    program = compile_program(trained_by(optimizer))
    rule, settings, blocks = OPTIMIZERS[optimizer.name], optimizer.settings, program.layout.blocks
    state = program.start()
    memory = rule.init(state.parameters, settings)
    for _ in range(20):  # So many that the steps of Rprop reach their limit.
        state, step = program.advance(state)
        gradient, parameters = step.row[blocks["gradient"]], step.row[blocks["parameter"]]
        update, memory = rule.update(gradient, memory, parameters, settings, **asked_for(program, step.row))
        np.testing.assert_allclose(step.row[blocks["update"]], update, rtol=TOLERANCE, atol=0)
        recorded = memory_in(program, step.row)
        assert sorted(recorded) == sorted(memory)
        for name, values in recorded.items():
            np.testing.assert_allclose(values, memory[name], rtol=TOLERANCE, atol=0, err_msg=name)


def asked_for(program: Program, row: np.ndarray) -> dict[str, LeastSquares]:
    """What the formula wants beside the gradient: made anew, on the examples of the row."""
    buffers = Buffers(program.layout)
    buffers.block("data")[...] = row[program.layout.blocks["data"]]
    squares = squares_of(program.spec, program.network, buffers, frozen_mask(program.spec.frozen, program.layout))
    return {"squares": squares} if squares else {}


@each_combination
def test_they_agree_while_the_rate_changes_from_step_to_step(optimizer: Optimizer) -> None:
    """A rate that was read when the plan was built would be that of the first step for ever."""
    program = compile_program(trained_by(optimizer, schedule=Schedule("exponential", {"gamma": 0.7})))
    rule, blocks = OPTIMIZERS[optimizer.name], program.layout.blocks
    state = program.start()
    memory = rule.init(state.parameters, optimizer.settings)
    for _ in range(4):
        state, step = program.advance(state)
        settings = optimizer.settings | {"learning_rate": float(step.value("learning_rate"))}
        gradient, parameters = step.row[blocks["gradient"]], step.row[blocks["parameter"]]
        update, memory = rule.update(gradient, memory, parameters, settings, **asked_for(program, step.row))
        np.testing.assert_allclose(step.row[blocks["update"]], update, rtol=TOLERANCE, atol=0)


def after_forty(program: Program, state: State) -> list[State]:
    """Forty steps in all the ways there are."""
    one_by_one = state
    for _ in range(40):
        one_by_one = program.advance(one_by_one)[0]
    halfway = pickle.loads(pickle.dumps(program.run(state, 17)))  # noqa: S301
    again = compile_program(program.spec)
    return [
        one_by_one,
        program.run(state, 40),
        program.record(state, 40).state,
        program.record(state, 8, stride=5).state,
        again.run(halfway, 23),
    ]


@each_combination
def test_all_ways_to_train_agree_bit_for_bit(optimizer: Optimizer) -> None:
    program = compile_program(trained_by(optimizer))
    first, *others = after_forty(program, program.start())
    for other in others:
        assert first == other
        assert first.vector.tobytes() == other.vector.tobytes()


@each_optimizer
def test_a_step_allocates_nothing(name: str) -> None:
    program = compile_program(trained_by(next(one for one in COMBINATIONS if one.name == name)))
    state = program.start()

    def one_step() -> None:
        program.run(state, 1)

    with traced():
        one, forty = rise(one_step, one_step), rise(lambda: program.run(state, 40), one_step)
    assert forty - one <= MOST


@each_combination
def test_what_is_frozen_stays_exactly_put(optimizer: Optimizer) -> None:
    program = compile_program(trained_by(optimizer, frozen=("h1", "h2/W[1]", "out/b")))
    start = program.start()
    after = program.run(start, 30)
    assert start.parameter("h1/W").tobytes() == after.parameter("h1/W").tobytes()
    assert start.parameter("h2/W")[1].tobytes() == after.parameter("h2/W")[1].tobytes()
    assert start.parameter("out/b").tobytes() == after.parameter("out/b").tobytes()
    assert (start.parameter("h2/W")[0] != after.parameter("h2/W")[0]).all()


@each_optimizer
def test_a_row_names_every_field_of_the_memory_and_the_rate(name: str) -> None:
    spec = trained_by(Optimizer(name, 0.001))
    program = compile_program(spec)
    state = program.run(program.start(), 9)
    step = program.advance(state)[1]
    assert float(step.value("learning_rate")) == 0.001
    rule = OPTIMIZERS[name]
    for field in rule.fields_of(spec.optimizer.settings):
        assert step.value(f"h1/W:{field}").shape == (4, 2)
        assert step.value(f"out/b:{field}").shape == (1,)
        assert np.any(step.value(f"h1/W:{field}") != 0.0)
    if "t" in rule.scalars:
        assert float(step.value("optimizer:t")) == 10.0


@each_optimizer
def test_every_optimizer_says_what_it_is(name: str) -> None:
    rule = OPTIMIZERS[name]
    assert all((rule.label, rule.formula(Optimizer(name).settings), rule.source, rule.about, rule.__doc__))
    for option in rule.options.values():
        assert option.label
        option.limit.check("default", option.default)


def test_plain_descent_makes_one_call_and_a_constant_rate_makes_none() -> None:
    stages = {stage.path: stage.calls for stage in compile_program(trained_by(Optimizer("sgd", 0.1))).stages}
    assert (len(stages["update"]), len(stages["learning_rate"])) == (1, 0)


def test_rprop_on_mini_batches_is_refused_with_a_sentence_that_says_what_to_do() -> None:
    spec = adjust.with_optimizer(trained_by(Optimizer("adam")), "rprop")
    with pytest.raises(BackflowError, match=r"batch_size is 10: Rprop compares .* the full batch of 40 examples"):
        compile_program(spec)


def test_a_gradient_that_never_changes_does_not_break_the_centered_form() -> None:
    rule, optimizer = OPTIMIZERS["rmsprop"], Optimizer("rmsprop", 0.1, (("centered", 1),))
    gradient = np.array([0.1, -3.7, 1e-5])
    memory = rule.init(gradient, optimizer.settings)
    for _ in range(20_000):
        update, memory = rule.update(gradient, memory, gradient, optimizer.settings)
        assert np.isfinite(update).all()


def exploding(optimizer: Optimizer, size: float) -> tuple[Program, State]:
    """Output weights so large that gradients, their squares, steps or the loss leave the range of floats."""
    spec = trained_by(optimizer)
    layers = (*spec.layers[:-1], replace(spec.layers[-1], activation="linear"))
    program = compile_program(replace(spec, layers=layers, loss=Loss("half_squared_error")))
    return program, program.start().with_parameter("out/W", np.full((1, 3), size))


def first_bad_step(program: Program, state: State, steps: int) -> int | None:
    """Found one by one, without the machinery that is tested."""
    for _ in range(steps):
        state, step = program.advance(state)
        if not np.isfinite(step.row).all():
            return step.index
    return None


@each_combination
@pytest.mark.parametrize(("size", "stride"), [(1e70, 1), (1e78, 1), (1e100, 3), (1e153, 1), (1e160, 1)])
def test_the_first_number_that_is_not_finite_ends_a_recording(optimizer: Optimizer, size: float, stride: int) -> None:
    program, state = exploding(optimizer, size)
    bad = first_bad_step(program, state, 30)
    recording = program.record(state, 30 // stride, stride)
    assert (recording.fault.step if recording.fault else None) == bad
    assert np.isfinite(recording.rows[: None if bad is None else -1]).all()
    assert bad == 0 or size < 1e160


@each_optimizer
def test_a_step_hands_out_what_is_remembered_of_a_parameter(name: str) -> None:
    program = compile_program(trained_by(Optimizer(name, 0.001)))
    step = program.advance(program.start())[1]
    rule = OPTIMIZERS[name]
    memory = step.memory("h2/b")
    assert list(memory) == [*rule.fields_of(program.spec.optimizer.settings), *rule.scalars]
    assert all(array.shape == (() if field in rule.scalars else (3,)) for field, array in memory.items())
    with pytest.raises(UnknownPathError, match="h2/b"):
        step.memory("h2/c")
