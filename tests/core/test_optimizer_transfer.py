"""What a change during training does to the memory: options and rate keep it, another optimizer begins it anew."""

from dataclasses import replace

import numpy as np
import pytest

from core import Loss, Optimizer, Schedule
from core import session as sessions
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.session import Session
from core.spec import adjust
from tests.core.runs import TINY, remembering_little, row_at, trained

FULL = replace(TINY, batch_size=None, loss=Loss("mean_squared_error"))


def adam(steps: int = 20) -> Session:
    return replace(trained(replace(TINY, optimizer=Optimizer("adam", 0.01)), steps), cursor=12)


def memory_before(session: Session, path: str) -> np.ndarray:
    """The memory that the step on the screen began with."""
    state = session.history.state(session.cursor)
    return state.vector[state.layout.in_state(state.layout.slot(path))]


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec.with_learning_rate(0.002),
        lambda spec: adjust.with_option(spec, "beta1", 0.5),
        lambda spec: adjust.with_option(spec, "weight_decay", 0.1),
        lambda spec: replace(spec, batch_size=2),
        lambda spec: adjust.with_schedule(spec, "cosine"),
    ],
    ids=["rate", "option", "decay", "batch", "schedule"],
)
def test_a_changed_number_keeps_weights_step_and_memory(change) -> None:
    session = adam()
    after = sessions.step_forward(session)
    changed = sessions.change(session, change(session.spec))
    begun_anew = changed.history.origin.step > 0
    changed = changed if begun_anew else sessions.step_forward(changed)
    wanted = session if begun_anew else after
    for path in ("h1/W:m", "out/b:v", "optimizer:t"):
        assert np.array_equal(memory_before(wanted, path), memory_before(changed, path)), path
    assert changed.cursor == wanted.cursor
    assert np.array_equal(wanted.step.parameter("h1/W"), changed.step.parameter("h1/W"))


@pytest.mark.parametrize("before", OPTIMIZERS)
@pytest.mark.parametrize("after", OPTIMIZERS)
def test_another_optimizer_keeps_weights_step_and_losses_and_begins_its_memory_anew(before: str, after: str) -> None:
    session = replace(trained(replace(FULL, optimizer=Optimizer(before, 0.01)), 6), cursor=4)
    changed = sessions.change(session, adjust.with_optimizer(session.spec, after))
    if before == after:
        assert changed is session
        return
    assert changed.cursor == 4
    assert np.array_equal(session.step.parameter("h1/W"), changed.step.parameter("h1/W"))
    assert list(changed.history.losses.steps) == [0, 1, 2, 3, 4]
    rule = OPTIMIZERS[after]
    initial = rule.init(np.zeros(1), changed.spec.optimizer.settings)
    for field in rule.fields_of(changed.spec.optimizer.settings):
        assert np.all(memory_before(changed, f"h1/W:{field}") == initial[field])
    says_so = f"All weights were kept; training goes on with {rule.label}, whose memory starts anew."
    assert changed.notice == (says_so if rule.fields or rule.scalars else changed.notice)
    assert "All weights were kept" in changed.notice
    assert sessions.step_forward(changed).cursor == 5


def test_an_option_that_asks_for_more_memory_keeps_what_there_was() -> None:
    session = replace(trained(replace(TINY, optimizer=Optimizer("rmsprop", 0.01)), 9), cursor=5)
    changed = sessions.change(session, adjust.with_option(session.spec, "centered", 1))
    assert changed.cursor == 5
    assert np.array_equal(memory_before(session, "h1/W:v"), memory_before(changed, "h1/W:v"))
    assert not memory_before(changed, "h1/W:m").any()
    assert changed.notice == "All weights were kept; training goes on."


def test_another_schedule_starts_its_count_and_the_optimizer_goes_on() -> None:
    session = sessions.change(adam(), adjust.with_schedule(adam().spec, "step"))
    later = sessions.step_forward(sessions.step_forward(session))
    changed = sessions.change(later, adjust.with_schedule(later.spec, "exponential"))
    assert (float(memory_before(changed, "schedule:t")), float(memory_before(changed, "optimizer:t"))) == (0.0, 14.0)


def test_a_restart_begins_with_an_empty_memory() -> None:
    changed = sessions.restart(sessions.change(adam(), adjust.with_optimizer(adam().spec, "nadam")))
    assert (changed.cursor, float(memory_before(changed, "optimizer:t"))) == (0, 0.0)
    assert float(memory_before(changed, "optimizer:p")) == 1.0


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("schedule", ["constant", "reduce_on_plateau"])
def test_forgotten_steps_are_derived_again_bit_for_bit(name: str, schedule: str, monkeypatch) -> None:
    spec = replace(FULL, optimizer=Optimizer(name, 0.01), schedule=Schedule(schedule))
    expected = [row_at(trained(spec, 30), step).tobytes() for step in range(30)]
    remembering_little(monkeypatch)
    session = trained(spec, 30)
    assert session.history.recorded(7) is None
    assert [row_at(session, step).tobytes() for step in range(30)] == expected


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_edited_weight_leaves_the_memory_alone(name: str) -> None:
    session = replace(trained(replace(TINY, optimizer=Optimizer("adam"), schedule=Schedule(name)), 9), cursor=5)
    edited = sessions.edit(session, "h1/W", (0, 0), 0.5)
    assert np.array_equal(memory_before(session, "h1/W:m"), memory_before(edited, "h1/W:m"))
