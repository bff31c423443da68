"""Running, recording and advancing are the same arithmetic, bit for bit, from any state and in any order."""

import signal

import numpy as np
import pytest

from core import BackflowError, Program, State, Step, compile_program
from core.ops import ACTIVATIONS
from core.recipes import RECIPES
from tests.core.nets import ENDINGS, X, Y, small_program, small_spec


def advanced(program: Program, state: State, steps: int) -> tuple[State, list[Step]]:
    recorded = []
    for _ in range(steps):
        state, step = program.advance(state)
        recorded.append(step)
    return state, recorded


@pytest.mark.parametrize("recipe", RECIPES)
def test_run_and_record_are_bit_for_bit_advance(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    start = program.start()
    state, steps = advanced(program, start, 150)
    recording = program.record(start, 150)
    rows = np.stack([step.row for step in steps])
    assert state == program.run(start, 150) == recording.state
    assert rows.tobytes() == recording.rows.tobytes()
    assert list(range(150)) == recording.steps.tolist()
    assert recording.fault is None


@pytest.mark.parametrize("ending", ENDINGS, ids="-".join)
@pytest.mark.parametrize("batch_size", [None, 2])
def test_every_ending_runs_as_it_advances(ending: tuple[str, str], batch_size: int | None) -> None:
    for hidden in ACTIVATIONS:
        program = small_program(hidden, ending, 3, batch_size, learning_rate=0.02)
        assert advanced(program, program.start(), 6)[0] == program.run(program.start(), 6)


@pytest.mark.parametrize("stride", [2, 3, 7])
def test_a_recording_with_a_stride_keeps_every_nth_row(stride: int) -> None:
    program = small_program(batch_size=2)
    start = program.run(program.start(), 5)
    state, steps = advanced(program, start, 10 * stride)
    recording = program.record(start, 10, stride)
    assert [step.index for step in steps[::stride]] == recording.steps.tolist()
    assert np.stack([step.row for step in steps[::stride]]).tobytes() == recording.rows.tobytes()
    assert state == recording.state


def test_a_recorded_row_is_read_only_and_becomes_a_step_again() -> None:
    program = small_program()
    recording = program.record(program.start(), 3)
    with pytest.raises(ValueError, match="read-only"):
        recording.rows[0, 0] = 1.0
    step = program.step_from_row(2, recording.rows[2])
    assert advanced(program, program.start(), 3)[1][2].row.tobytes() == step.row.tobytes()


def test_a_row_knows_the_next_state() -> None:
    program = small_program()
    after, step = program.advance(program.start())
    for path in ("h1/W", "h1/b", "out/W", "out/b"):
        assert after.parameter(path).tobytes() == (step.parameter(path) + step.update(path)).tobytes()


def test_states_may_be_visited_in_any_order() -> None:
    program = small_program(batch_size=2)
    start = program.start()
    later = program.run(start, 9)
    expected = [small_program(batch_size=2).advance(state)[1].row.tobytes() for state in (start, later)]
    for index in (0, 1, 1, 0, 0, 1):
        assert expected[index] == program.advance((start, later)[index])[1].row.tobytes()
        program.predict(start, X)


def test_two_programs_do_not_disturb_each_other() -> None:
    one, two = small_program(), small_program()
    first, second = one.start(), two.start()
    for _ in range(5):
        first, second = one.advance(first)[0], two.run(second, 1)
    assert first == second


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="needs a timer that interrupts")
def test_an_interrupted_run_leaves_no_trace() -> None:
    """The arena has moved on by then, so the program must not believe that it still holds the state it began with."""
    program = small_program(batch_size=2)
    state = program.run(program.start(), 3)
    previous = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.02)
        with pytest.raises(KeyboardInterrupt):
            program.run(state, 10**9)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, previous)
    assert small_program(batch_size=2).run(state, 2) == program.run(state, 2)


def test_running_no_step_gives_the_state_back() -> None:
    program = small_program()
    start = program.start()
    assert start == program.run(start, 0)
    assert program.record(start, 0).rows.shape == (0, program.layout.size)
    assert start == program.record(start, 0).state


@pytest.mark.parametrize(("count", "stride"), [(-1, 1), (2, 0), (2, -3)])
def test_a_recording_backwards_is_refused(count: int, stride: int) -> None:
    program = small_program()
    with pytest.raises(BackflowError, match=f"count is {count} and stride is {stride}: expected"):
        program.record(program.start(), count, stride)


def test_given_data_replace_those_of_the_spec() -> None:
    program = compile_program(small_spec(), data=(X[:3], Y[:3]))
    assert program.advance(program.start())[1].value("x").tolist() == [list(row) for row in X[:3]]


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        ([[1.0]], [[1.0], [2.0]], "x has 1 rows and y has 2"),
        ([1.0, 2.0], [[1.0], [2.0]], r"x has the shape \(2,\): expected a non-empty table"),
        ([[np.nan]], [[1.0]], "table .* of finite numbers"),
        (np.zeros((0, 2)), np.zeros((0, 3)), "expected a non-empty table"),
    ],
)
def test_given_data_that_are_no_tables_are_refused(x, y, sentence: str) -> None:
    with pytest.raises(BackflowError, match=sentence):
        compile_program(small_spec(), data=(x, y))
