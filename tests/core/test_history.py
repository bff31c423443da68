"""Holds the past: every step of a run comes back to the last bit, whether its row was kept or not."""

from dataclasses import replace

import numpy as np
import pytest

from core import BackflowError
from core import session as sessions
from core.history import Chunk, thinned_states, within_budget
from core.loss_curves import NO_LOSSES, Losses
from tests.core.runs import TINY, faster, remembering_little, row_at, trained, trajectory

STEPS = 60


def assert_same_rows(session, rows: list[np.ndarray]) -> None:
    for step, row in enumerate(rows):
        assert row_at(session, step).tobytes() == row.tobytes(), f"step {step} is not what it was"


def test_every_recorded_row_is_the_row_of_its_step() -> None:
    assert_same_rows(trained(steps=STEPS), trajectory(TINY, STEPS + 1))


def test_steps_that_were_dropped_are_derived_bit_for_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    remembering_little(monkeypatch)
    session = trained(steps=STEPS)
    assert session.history.recorded(5) is None, "nothing was dropped, so nothing is tested"
    assert len(session.history.states) <= 4
    assert_same_rows(session, trajectory(TINY, STEPS + 1))


@pytest.mark.parametrize("stride", [2, 7, 64])
def test_steps_between_recorded_ones_are_derived_bit_for_bit(stride: int) -> None:
    session = sessions.recorded(sessions.begin(TINY), 3, stride)
    assert session.history.recorded(session.history.last - 1) is None
    assert_same_rows(session, trajectory(TINY, session.history.last + 1))


def test_the_past_survives_changes_and_edits_although_rows_were_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    remembering_little(monkeypatch)
    session, seen = sessions.begin(TINY), {}
    changes = {
        7: lambda session: faster(session, 0.05),
        15: lambda session: sessions.edit(session, "h1/W", (2, 1), 1.25),
        16: lambda session: faster(session, 2.0),
        23: lambda session: sessions.change(session, replace(session.spec, frozen=("h1/b",))),
        31: lambda session: sessions.edit(session, "out/b", (0,), -0.5),
    }
    for _ in range(STEPS):
        session = changes.get(session.cursor, lambda session: session)(session)
        seen[session.cursor] = session.step.row
        session = sessions.step_forward(session)
    assert session.history.recorded(3) is None
    assert_same_rows(session, [seen[step] for step in sorted(seen)])


def test_a_step_before_the_beginning_is_refused_by_name() -> None:
    with pytest.raises(BackflowError, match="Step -1 is before the beginning of this run: expected 0 or later"):
        trained(steps=3).history.step(-1)


def test_cutting_after_a_step_leaves_the_state_that_follows_it() -> None:
    session = trained(steps=20)
    cut = session.history.cut_after(11)
    assert (cut.last, cut.head.step, cut.recorded(12)) == (11, 12, None)
    assert cut.head.vector.tobytes() == session.history.state(12).vector.tobytes()
    assert session.history.last == 20, "the history that was cut must not change"


def test_cutting_after_a_step_between_two_strides_records_it() -> None:
    history = sessions.recorded(sessions.begin(TINY), 3, 10).history
    cut = history.cut_after(14)
    assert (cut.last, list(cut.losses.steps)) == (14, [0, 1, 11, 14])
    assert cut.recorded(14).tobytes() == history.step(14).row.tobytes()
    assert cut.losses.train[-1] == history.step(14).loss


def test_cutting_before_a_step_leaves_the_state_it_starts_from() -> None:
    session = trained(steps=20)
    cut = session.history.cut_before(11)
    assert (cut.last, cut.head.step, cut.recorded(11)) == (10, 11, None)
    assert cut.head.vector.tobytes() == session.history.state(11).vector.tobytes()


def test_the_next_recorded_step_is_found_between_strides() -> None:
    history = sessions.recorded(sessions.begin(TINY), 3, 10).history
    assert list(history.losses.steps) == [0, 1, 11, 21]
    assert [history.next_recorded(k) for k in (0, 1, 5, 11, 21)] == [1, 11, 11, 21, None]


def test_the_losses_are_those_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    session = sessions.recorded(sessions.begin(TINY), 12)
    assert list(session.history.losses.train) == [session.history.step(k).loss for k in range(session.history.last + 1)]
    program = session.program
    measured = session.history.losses.test
    assert np.isfinite(measured).all()
    for k, loss in enumerate(measured):
        parameters = row_at(session, k)[program.layout.blocks["parameter"]]
        assert loss == program.loss_at(parameters, program.examples.x_test, program.examples.y_test)
    monkeypatch.setattr("core.held_out.TEST_WORK", 1)
    seldom = sessions.recorded(sessions.begin(TINY), 8)
    assert np.isfinite(seldom.history.losses.test).tolist() == [True] + 7 * [False] + [True]


def test_thinned_losses_keep_both_ends_and_their_order() -> None:
    losses = NO_LOSSES.joined(np.arange(0, 1000, 3), np.arange(334.0), np.full(334, np.nan))
    thin = losses.thinned(20)
    assert len(thin.steps) == 20
    assert (thin.steps[0], thin.steps[-1]) == (0, 999)
    assert (np.diff(thin.steps) > 0).all()
    assert (thin.train == thin.steps / 3).all()
    assert losses.thinned(1000) is losses


def test_losses_are_cut_after_a_step() -> None:
    losses = Losses(np.array([0, 4, 8]), np.array([3.0, 2.0, 1.0]), np.array([np.nan, 2.0, np.nan]), np.full(3, np.nan))
    assert [len(losses.until(k).steps) for k in (-1, 0, 3, 4, 8, 99)] == [0, 1, 1, 2, 3, 3]


def test_the_budget_keeps_the_latest_chunks_and_always_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = tuple(Chunk(np.array([k]), np.zeros((1, 10))) for k in range(5))
    monkeypatch.setattr("core.history.ROW_BYTES", 200)
    assert [int(chunk.steps[0]) for chunk in within_budget(chunks)] == [3, 4]
    monkeypatch.setattr("core.history.ROW_BYTES", 1)
    assert [int(chunk.steps[0]) for chunk in within_budget(chunks)] == [4]
    assert within_budget(()) == ()


def test_thinning_keeps_the_first_state_the_last_and_the_starts_of_eras(monkeypatch: pytest.MonkeyPatch) -> None:
    remembering_little(monkeypatch)
    program = sessions.begin(TINY).program
    states = [program.run(program.start(), k) for k in range(8)]
    assert [state.step for state in thinned_states(tuple(states), {3})] == [0, 2, 3, 4, 6, 7]
    assert thinned_states(tuple(states[:4]), set()) == tuple(states[:4])


def test_growing_a_history_does_not_change_the_old_one() -> None:
    before = trained(steps=10)
    old = (before.history.last, len(before.history.chunks), len(before.history.losses.steps))
    after = sessions.recorded(before, 5)
    assert after.history.last > before.history.last
    assert (before.history.last, len(before.history.chunks), len(before.history.losses.steps)) == old


def test_a_long_run_stays_within_its_budget() -> None:
    session = trained(steps=4000)
    assert sum(chunk.rows.nbytes for chunk in session.history.chunks) <= 4_000_000 + 8 * session.program.layout.size * 8
    assert sum(state.vector.nbytes for state in session.history.states) <= 2_000_000
    assert len(session.history.states) <= 128


def test_a_drag_of_the_learning_rate_keeps_few_programs_and_every_step() -> None:
    session, seen = sessions.begin(TINY), {}
    for place in range(STEPS):
        seen[session.cursor] = session.step.row
        session = sessions.step_forward(faster(session, 0.5 + place / 100))
    assert len(session.history.eras) > STEPS // 2
    assert sum(era.kept is not None for era in session.history.eras) <= 4
    remade = replace(session.history, chunks=())
    for step, row in seen.items():
        assert remade.step(step).row.tobytes() == row.tobytes()
