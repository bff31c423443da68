"""Holds the transitions of a session: pure, exact, and honest about what they keep and what they reset."""

import pickle
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from core.spec import adjust
from core.weights import weights_of
from tests.core.runs import TINY, faster, row_at, trained, trajectory

# Every transition with arguments that suit a run of 20 steps with the cursor at 12.
TRANSITIONS = {
    "recorded": lambda s: sessions.recorded(s, 3),
    "play": sessions.play,
    "pause": sessions.pause,
    "looked_at": lambda s: sessions.looked_at(s, 5),
    "step_forward": sessions.step_forward,
    "step_back": sessions.step_back,
    "go_to": lambda s: sessions.go_to(s, 3),
    "restart": sessions.restart,
    "reseed": sessions.reseed,
    "opened": lambda s: sessions.opened(s, RECIPES["xor"]),
    "ready_to_extend": sessions.ready_to_extend,
    "change of the learning rate": lambda s: faster(s, 2.0),
    "change of the layers": lambda s: sessions.change(s, adjust.with_hidden(s.spec, (2, 2))),
    "change of the batch": lambda s: sessions.change(s, replace(s.spec, batch_size=2)),
    "edit": lambda s: sessions.edit(s, "h1/W", (0, 0), 0.5),
    "edit_cells": lambda s: sessions.edit_cells(s, "h1/W", [(0, 0, 0.5), (2, 1, -0.5)]),
    "edit_array": lambda s: sessions.edit_array(s, "out/b", np.array([0.25])),
    "load_weights": lambda s: sessions.load_weights(s, "h1", weights_of(s.history.state(0))),
    "select": lambda s: sessions.select(s, "h1:2"),
}
each_transition = pytest.mark.parametrize("transition", TRANSITIONS.values(), ids=TRANSITIONS)


@pytest.fixture
def session() -> sessions.Session:
    return replace(trained(steps=20), cursor=12)


@each_transition
def test_transitions_leave_the_old_session_as_it_was(session, transition) -> None:
    before = [row_at(session, k).tobytes() for k in range(21)]
    fields = (session.cursor, session.run, session.revision, session.spec, session.history)
    transition(session)
    assert (session.cursor, session.run, session.revision, session.spec, session.history) == fields
    assert [row_at(session, k).tobytes() for k in range(21)] == before


@each_transition
def test_the_same_transition_twice_gives_the_same(session, transition) -> None:
    one, other = transition(session), transition(session)
    assert (one.cursor, one.run, one.revision, one.notice) == (other.cursor, other.run, other.revision, other.notice)
    assert one.step.row.tobytes() == other.step.row.tobytes()


@each_transition
def test_a_session_survives_pickling(session, transition) -> None:
    """A server that restarts, or checks that its state can be kept, must find the same session again."""
    here = transition(session)
    back = pickle.loads(pickle.dumps(here))  # noqa: S301 - our own bytes
    assert (back.cursor, back.run, back.spec) == (here.cursor, here.run, here.spec)
    assert back.step.row.tobytes() == here.step.row.tobytes()


def test_a_session_cannot_be_changed_in_place(session) -> None:
    with pytest.raises(FrozenInstanceError):
        session.cursor = 3
    with pytest.raises(ValueError, match="read-only"):
        session.step.row[0] = 1.0


def test_looking_at_a_step_of_the_run_moves_the_cursor_and_nothing_else(session) -> None:
    there = sessions.looked_at(session, 3)
    assert there == replace(session, cursor=3)
    assert sessions.looked_at(session, 21) is session
    assert sessions.looked_at(session, -1) is session


def test_stepping_forward_shows_what_is_recorded_and_then_trains(session) -> None:
    expected = trajectory(TINY, 23)
    for wanted in range(13, 23):
        session = sessions.step_forward(replace(session, playing=True))
        assert (session.cursor, session.playing) == (wanted, False)
        assert session.step.row.tobytes() == expected[wanted].tobytes()
    assert session.history.last == 22


def test_stepping_back_stops_at_the_first_step(session) -> None:
    for wanted in (11, 10):
        session = sessions.step_back(session)
        assert session.cursor == wanted
    assert sessions.step_back(sessions.go_to(session, 0)).cursor == 0


def test_going_to_a_step_stays_within_the_run(session) -> None:
    assert [sessions.go_to(session, k).cursor for k in (-5, 0, 7, 20, 99)] == [0, 0, 7, 20, 20]


def test_playing_on_from_the_past_forgets_the_future_and_starts_a_new_run(session) -> None:
    ready = sessions.ready_to_extend(session)
    assert (ready.history.last, ready.cursor, ready.run) == (12, 12, session.run + 1)
    at_end = replace(session, cursor=20)
    assert sessions.ready_to_extend(at_end) is at_end


def test_a_rate_that_was_chosen_after_the_cursor_still_holds_when_it_plays_on_from_there(monkeypatch) -> None:
    """Change the rate at step 20, take a step, go back to 20 and play: 21 on was and is trained at the new rate."""
    monkeypatch.setattr("core.history.ROW_BYTES", 1)
    session = sessions.step_forward(faster(trained(steps=20), 2.0))
    session = sessions.ready_to_extend(sessions.step_back(session))
    session = sessions.recorded(sessions.recorded(session, 4), 4)
    assert session.history.recorded(21) is None
    assert session.history.program_at(21).spec.learning_rate == 2.0
    state = session.program.run(session.history.state(21), 3)
    assert session.history.step(24).row.tobytes() == session.program.advance(state)[1].row.tobytes()


def test_restart_returns_to_the_same_weights(session) -> None:
    again = sessions.restart(session)
    assert (again.cursor, again.history.last, again.run) == (0, 0, session.run + 1)
    assert again.step.row.tobytes() == row_at(session, 0).tobytes()
    assert again.notice == "Restarted from the same weights."


def test_restart_keeps_the_weights_that_were_set_by_hand_at_the_first_step(session) -> None:
    by_hand = sessions.edit(sessions.go_to(session, 0), "h1/W", (0, 0), 1.5)
    later = sessions.step_forward(sessions.step_forward(by_hand))
    assert sessions.restart(later).step.row.tobytes() == by_hand.step.row.tobytes()


def test_restart_forgets_the_weights_that_were_set_by_hand_on_the_way(session) -> None:
    assert sessions.restart(sessions.edit(session, "h1/W", (0, 0), 1.5)).step.parameter("h1/W")[0, 0] != 1.5


def test_restart_returns_to_step_0_after_another_batch_size_too(session) -> None:
    smaller = sessions.change(session, replace(session.spec, batch_size=2))
    again = sessions.restart(sessions.step_forward(smaller))
    assert (again.cursor, again.history.origin.step) == (0, 0)
    assert np.array_equal(again.step.parameter("h1/W"), session.history.step(0).parameter("h1/W"))
    assert again.program.batch == 2


def test_new_weights_come_from_the_next_seed_and_start_again(session) -> None:
    other = sessions.reseed(session)
    assert (other.spec.seed, other.cursor, other.notice) == (1, 0, "New weights from seed 1.")
    assert not np.array_equal(other.step.parameter("h1/W"), session.history.step(0).parameter("h1/W"))
    last = sessions.opened(session, replace(TINY, seed=2**32 - 1))
    assert sessions.reseed(last).spec.seed == 0
