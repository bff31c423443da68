"""Holds what happens when training overflows: it stops at the first bad number, says where, and the past stays."""

from dataclasses import replace

import numpy as np
import pytest

from core import session as sessions
from core.program import compile_program
from core.session import Session
from tests.core.runs import OVERFLOWING, faster, trained


def overflowed(stride: int = 1, playing: bool = True) -> Session:
    session = sessions.begin(OVERFLOWING, playing)
    while session.fault is None:
        session = sessions.recorded(session, 60, stride)
    return session


@pytest.fixture
def fault_step() -> int:
    """The first step that is not finite, by the core alone."""
    program = compile_program(OVERFLOWING)
    state = program.start()
    while True:
        state, step = program.advance(state)
        if not np.isfinite(step.row).all():
            return step.index


@pytest.mark.parametrize("stride", [1, 3, 16, 64])
def test_recording_stops_at_the_first_bad_step_and_says_step_and_place(stride: int, fault_step: int) -> None:
    session = overflowed(stride)
    assert session.history.last == session.fault.step == fault_step
    bad, before = session.history.step(fault_step), session.history.step(fault_step - 1)
    assert bad.first_fault() == session.fault.path
    assert before.first_fault() is None
    assert str(session.fault) == (
        f"Training stopped at step {fault_step}: {session.fault.path} is no longer finite. "
        "Go back and try a smaller learning rate."
    )
    assert sessions.recorded(session, 10) == session


def test_play_stops_at_the_bad_step_and_goes_on_before_it() -> None:
    session = overflowed()
    at_fault = sessions.looked_at(session, session.fault.step)
    assert sessions.play(at_fault).playing is False
    assert sessions.play(sessions.looked_at(session, 0)).playing is True


def test_stepping_reaches_the_bad_step_and_no_further(fault_step: int) -> None:
    session = sessions.begin(OVERFLOWING)
    for _ in range(fault_step + 5):
        session = sessions.step_forward(session)
    assert (session.cursor, session.fault.step, session.playing) == (fault_step, fault_step, False)
    assert session.step.first_fault() == session.fault.path


def test_back_works_from_the_bad_step_and_shows_good_numbers(fault_step: int) -> None:
    session = sessions.step_back(sessions.looked_at(overflowed(), fault_step))
    assert session.cursor == fault_step - 1
    assert np.isfinite(session.step.row).all()


def test_going_back_and_choosing_a_smaller_rate_goes_on(fault_step: int) -> None:
    session = sessions.go_to(overflowed(), 2)
    calmer = faster(session, 0.01)
    assert (calmer.fault, calmer.cursor, calmer.history.last) == (None, 2, 2)
    further = sessions.recorded(sessions.play(calmer), 40)
    assert further.fault is None
    assert further.history.last > 2
    assert np.isfinite(further.history.step(further.history.last).row).all()


def test_restart_from_the_bad_step_clears_the_fault(fault_step: int) -> None:
    again = sessions.restart(sessions.looked_at(overflowed(), fault_step))
    assert (again.fault, again.cursor, again.playing) == (None, 0, True)


def test_a_smaller_rate_at_the_bad_step_itself_ends_with_a_sentence_not_a_crash(fault_step: int) -> None:
    session = faster(sessions.looked_at(overflowed(), fault_step), 0.01)
    session = sessions.recorded(sessions.play(session), 5)
    assert session.fault is not None
    assert session.history.last == session.fault.step
    assert np.isfinite(sessions.go_to(session, fault_step - 1).step.row).all()


def test_the_bad_step_outlives_the_rows_before_it(monkeypatch: pytest.MonkeyPatch, fault_step: int) -> None:
    monkeypatch.setattr("core.history.ROW_BYTES", 1)
    monkeypatch.setattr("core.session.recording.AT_ONCE", 2)
    session = overflowed()
    assert session.history.recorded(0) is None
    rows = [session.history.step(k).row for k in range(fault_step + 1)]
    assert all(np.isfinite(row).all() for row in rows[:-1])
    assert not np.isfinite(rows[-1]).all()


def test_an_edit_before_the_bad_step_clears_the_fault() -> None:
    session = sessions.edit(sessions.go_to(overflowed(), 1), "h1/W", (0, 0), 0.25)
    assert (session.fault, session.cursor, session.history.last) == (None, 1, 1)


def test_a_rate_of_zero_trains_for_ever() -> None:
    session = sessions.recorded(trained(replace(OVERFLOWING.with_learning_rate(0.0)), 20), 10)
    assert session.fault is None
    assert np.array_equal(session.history.step(25).parameter("h1/W"), session.history.step(0).parameter("h1/W"))
