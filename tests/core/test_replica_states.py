"""Replicas go on from any state, record or not, step out into programs, and keep faults to themselves."""

import numpy as np
import pytest

from core import BackflowError, Dense, NonFiniteError, Recording, Spec, compile_program
from core.replicas import Replicas, compile_replicas
from tests.core.runs import OVERFLOWING
from tests.core.test_replicas import classes, varied

RATES = (0.05, 100.0, 0.1)


def racing() -> Replicas:
    """Three rates; the one in the middle overflows."""
    return compile_replicas([OVERFLOWING.with_learning_rate(rate) for rate in RATES])


def alone(spec: Spec, steps: int) -> Recording:
    program = compile_program(spec)
    return program.record(program.start(), steps)


def test_running_is_recording_without_rows() -> None:
    replicas = compile_replicas(varied(classes()))
    start = replicas.start()
    far = replicas.run(start, 50)
    assert np.array_equal(far.vectors, replicas.record(start, 50).state.vectors)
    assert np.array_equal(replicas.run(replicas.run(start, 20), 30).vectors, far.vectors)
    assert replicas.run(start, 0) is start
    assert far.step == 50


def test_an_earlier_state_can_be_taken_up_again() -> None:
    replicas = compile_replicas(varied(classes()))
    middle = replicas.run(replicas.start(), 70)
    rows = replicas.record(middle, 30).rows
    replicas.run(replicas.start(), 5)
    assert np.array_equal(replicas.record(middle, 30).rows, rows)


def test_rows_are_written_into_an_array_of_the_caller() -> None:
    replicas = compile_replicas(varied(classes()))
    room = np.zeros((8, 3 * replicas.layout.size))
    recording = replicas.record(replicas.start(), 5, into=room)
    assert np.shares_memory(recording.stacked, room)
    assert np.array_equal(recording.rows, replicas.record(replicas.start(), 5).rows)
    with pytest.raises(BackflowError, match="expected at least"):
        replicas.record(replicas.start(), 9, into=room)


@pytest.mark.parametrize("replica", range(3))
def test_one_replica_steps_out_into_a_program(replica: int) -> None:
    replicas = compile_replicas(varied(classes()))
    state = replicas.run(replicas.start(), 30)
    program = replicas.program(replica)
    after, step = program.advance(state.of(replica))
    assert step.index == 30
    assert np.allclose(step.row, replicas.record(state, 1).rows[0, replica], rtol=0.0, atol=1e-12)
    assert after.step == 31


@pytest.mark.parametrize("steps", [(100,), (2, 98), (1,) * 60])
def test_a_fault_stays_in_its_replica_and_is_told_with_its_step(steps: tuple[int, ...]) -> None:
    replicas = racing()
    expected = [alone(spec, sum(steps)) for spec in replicas.specs]
    fault = expected[1].fault
    assert fault is not None and expected[0].fault is None and expected[2].fault is None
    state, rows = replicas.start(), []
    for count in steps:
        recording = replicas.record(state, count)
        state = recording.state
        rows.append(recording.rows)
    found = np.concatenate(rows)
    for r in (0, 2):
        assert state.faults[r] is None
        assert np.allclose(found[:, r], expected[r].rows, rtol=1e-12, atol=1e-12)
    assert (state.faults[1].step, state.faults[1].path) == (fault.step, fault.path)
    assert np.isfinite(found[: fault.step, 1]).all()
    assert not np.isfinite(found[fault.step, 1]).all()
    assert np.isnan(found[fault.step + 1 :, 1]).all()


def test_running_marks_the_faulty_replica_and_goes_on() -> None:
    replicas = racing()
    state = replicas.run(replicas.start(), 200)
    fault = alone(replicas.specs[1], 200).fault
    assert [one is None for one in state.faults] == [True, False, True]
    assert state.faults[1].step == fault.step
    assert np.isnan(state.vectors[1]).all()
    again = replicas.run(state, 10)
    assert again.faults == state.faults
    assert np.isfinite(again.vectors[[0, 2]]).all()
    with pytest.raises(NonFiniteError, match="no longer finite"):
        again.of(1)
    assert np.isnan(replicas.record(again, 2).rows[:, 1]).all()
    assert np.isnan(replicas.record(again, 2).losses[:, 1]).all()


def test_huge_numbers_are_no_fault() -> None:
    pasted = (("h1/W", ((1e6, 1e6),)), ("h2/W", ((1e6,),)), ("out/W", ((1e6,),)))
    layers = tuple(Dense(1, "linear") for _ in range(3))
    replicas = compile_replicas([Spec(layers=layers, initial=pasted).with_learning_rate(1e-30)] * 3)
    rows = replicas.record(replicas.start(), 3).rows
    assert np.isfinite(rows).all() and np.abs(rows).max() > 1e15
