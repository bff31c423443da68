"""When numbers leave the range of floats, training stops at the first bad row and says where; nothing warns."""

import numpy as np
import pytest

from core import NonFiniteError, Program, State
from core.finite import LONG_ROW, all_finite
from tests.core.nets import PAIR_IDS, PAIRS, small_program

UNBOUNDED = ("relu", "leaky_relu", "linear")


def exploding(batch_size: int | None = None) -> Program:
    """A rectifier net with a learning rate of 100: it leaves the range of floats within some ten steps."""
    return small_program("leaky_relu", ("linear", "half_squared_error"), 3, batch_size, learning_rate=100.0)


def first_bad_step(program: Program, state: State) -> int:
    """Found one by one, without the machinery that is tested."""
    while True:
        state, step = program.advance(state)
        if not np.isfinite(step.row).all():
            return step.index


@pytest.mark.parametrize("batch_size", [None, 2])
def test_a_recording_ends_with_the_first_row_that_is_not_finite(batch_size: int | None) -> None:
    program = exploding(batch_size)
    start = program.start()
    bad = first_bad_step(program, start)
    recording = program.record(start, 100)
    assert bad > 2
    assert list(range(bad + 1)) == recording.steps.tolist()
    assert np.isfinite(recording.rows[:-1]).all()
    assert not np.isfinite(recording.rows[-1]).all()


@pytest.mark.parametrize("stride", [2, 3, 5, 50])
def test_a_fault_between_two_recorded_rows_is_found_and_put_last(stride: int) -> None:
    program = exploding()
    start = program.start()
    bad = first_bad_step(program, start)
    recording = program.record(start, 100, stride)
    assert [*range(0, bad, stride), bad] == recording.steps.tolist()
    assert np.isfinite(recording.rows[:-1]).all()
    assert not np.isfinite(recording.rows[-1]).all()


@pytest.mark.parametrize("stride", [1, 3])
def test_the_recording_hands_back_the_state_its_last_row_was_computed_at(stride: int) -> None:
    program = exploding()
    recording = program.record(program.start(), 100, stride)
    assert recording.steps[-1] == recording.state.step
    assert np.isfinite(recording.state.vector).all()
    again = program.advance(recording.state)[1]
    assert recording.rows[-1].tobytes() == again.row.tobytes()


def test_the_fault_names_the_step_and_the_place_and_what_to_do() -> None:
    program = exploding()
    fault = program.record(program.start(), 100).fault
    assert fault.step == first_bad_step(program, program.start())
    assert f"Training stopped at step {fault.step}: {fault.path} is no longer finite." in str(fault)
    assert "smaller learning rate" in str(fault)


def test_run_raises_the_same_fault() -> None:
    program = exploding()
    recorded = program.record(program.start(), 100).fault
    with pytest.raises(NonFiniteError) as raised:
        program.run(program.start(), 100)
    assert (recorded.step, recorded.path) == (raised.value.step, raised.value.path)


def test_run_stops_silently_short_of_the_fault() -> None:
    program = exploding()
    bad = first_bad_step(program, program.start())
    assert np.isfinite(program.run(program.start(), bad).vector).all()


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
def test_huge_weights_either_saturate_or_stop_with_a_place(hidden: str, ending: tuple[str, str]) -> None:
    """Warnings are errors here: none may escape."""
    program = small_program(hidden, ending, depth=3, learning_rate=100.0)
    state = program.start()
    for path in ("h1/W", "h2/W", "out/W"):
        state = state.with_parameter(path, 1e300 * np.sign(state.parameter(path)))
    after, step = program.advance(state)
    _ = after.vector, step.value("L/terms"), program.predict(state, [[1.0, -1.0]])
    recording = program.record(state, 5)
    if recording.fault is None:
        assert np.isfinite(recording.rows).all()
        program.run(state, 5)
    else:
        assert recording.fault.path
        assert recording.steps[-1] == recording.fault.step
    if hidden in UNBOUNDED:
        assert recording.fault.step == 0


@pytest.mark.parametrize(
    ("path", "ending", "place"),
    [
        ("h1/W", ("linear", "half_squared_error"), "out/a"),
        ("out/W", ("linear", "half_squared_error"), "L"),
    ],
)
def test_the_place_is_where_the_numbers_first_left_the_range(path: str, ending: tuple[str, str], place: str) -> None:
    """A linear output shares its numbers with z, so z is named first; ReLU passes 1e200 on, the square does not."""
    program = small_program("leaky_relu", ending)
    state = program.start().with_parameter("out/W", np.full((3, 2), 1e200)).with_parameter("h1/b", [1.0, 1.0])
    if path == "h1/W":
        state = state.with_parameter("h1/W", np.full((2, 2), 1e200))
    fault = program.record(state, 1).fault
    assert fault.path in {place, place.replace("/a", "/z")}
    assert fault.step == 0


def test_going_back_and_trying_a_smaller_rate_works() -> None:
    recording = exploding().record(exploding().start(), 100)
    smaller = small_program("leaky_relu", ("linear", "half_squared_error"), 3, learning_rate=0.01)
    assert np.isfinite(smaller.run(exploding().start(), 100).vector).all()
    assert recording.fault is not None


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
def test_in_long_rows_too_a_single_number_that_is_not_finite_is_seen(bad: float) -> None:
    rows = np.full((3, LONG_ROW + 1), 1e200)
    assert all_finite(rows)
    assert all_finite(np.zeros_like(rows))
    rows[1, 7] = bad
    assert not all_finite(rows)
    assert not all_finite(np.where(rows == 1e200, 1.0, rows))
