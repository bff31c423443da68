"""A run stops by itself at the first recorded step that meets a condition, says so, and can be played past it."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Spec, Stop
from core import session as sessions
from core.metrics import METRICS, measured
from core.session import Session
from core.spec import adjust
from core.stops import STOPS
from core.stops.patience import best_of
from tests.core.runs import OVERFLOWING, TINY, faster

VALIDATED = replace(TINY, data=replace(TINY.data, samples=60, validation_fraction=0.25))
# A value for each condition that TINY meets on its way.
VALUES = {"step": 37, "epoch": 5, "loss": 0.2, "accuracy": 0.85, "gradient_norm": 0.05, "patience": 40}
MOST = 20_000
each_stop = pytest.mark.parametrize("name", STOPS)
each_stride = pytest.mark.parametrize("stride", [1, 7, 64])


def stopping(name: str, value: float | None = None) -> Spec:
    return replace(VALIDATED, stops=(Stop(name, VALUES[name] if value is None else value),))


def ran(spec: Spec, stride: int = 1) -> Session:
    """Recorded until it ends, its cursor on the last row."""
    return run_on(sessions.begin(spec, playing=True), stride)


def run_on(session: Session, stride: int = 1) -> Session:
    while session.fault is None and session.stopped is None and session.history.last < MOST:
        session = sessions.recorded(session, 60, stride)
    return sessions.looked_at(session, session.history.last)


def meets(session: Session, name: str, value: float) -> bool:
    """Whether the step under the cursor meets the condition, computed another way."""
    step, program = session.step, session.program
    accuracy = measured(program, step.row[program.layout.blocks["model"]], METRICS)["validation"].values["accuracy"]
    gradient = np.concatenate([step.gradient(slot.path).ravel() for slot in program.layout.parameters()])
    return {
        "step": step.index >= value,
        "epoch": step.index * program.batch >= value * len(program.examples.x),
        "loss": step.loss < value,
        "accuracy": accuracy >= value,
        "gradient_norm": np.linalg.norm(gradient) < value,
        "patience": step.index - sessions.best_step(session) >= value,
    }[name]


def test_every_condition_has_a_value_to_be_tried_with() -> None:
    assert list(VALUES) == list(STOPS)


@each_stop
@each_stride
def test_the_step_it_stops_at_meets_the_condition_and_the_sentence_names_it(name: str, stride: int) -> None:
    session = ran(stopping(name), stride)
    assert session.stopped is not None
    assert session.stopped.step == session.cursor == session.history.last
    assert session.stopped.sentence.startswith(f"Stopped at step {session.cursor:,}: ")
    assert meets(session, name, VALUES[name])


@each_stop
def test_no_step_before_it_meets_the_condition(name: str) -> None:
    session = ran(stopping(name))
    for step in range(max(0, session.cursor - 60), session.cursor):
        assert not meets(sessions.go_to(session, step), name, VALUES[name]) or name == "patience"
    if name == "patience":
        until = session.history.losses.until(session.cursor - 1)
        assert session.cursor - 1 - best_of(until) < VALUES[name]


@each_stop
def test_the_rows_end_there_and_training_goes_on_when_it_is_played_past(name: str) -> None:
    session = ran(stopping(name))
    at = session.cursor
    assert sessions.recorded(session, 10) is session
    further = sessions.recorded(sessions.play(sessions.ready_to_extend(session)), 10)
    assert (further.stopped, further.playing) == (None, True)
    assert further.history.last == at + 10
    assert further.run == session.run


@each_stop
def test_a_stop_changes_no_number_of_the_run(name: str) -> None:
    session, without = ran(stopping(name)), sessions.begin(replace(VALIDATED, stops=()))
    assert without.program.layout.slots == session.program.layout.slots
    there = without.program.run(without.program.start(), session.cursor)
    assert without.program.advance(there)[1].row.tobytes() == session.step.row.tobytes()


@pytest.mark.parametrize(("name", "value", "expected"), [("step", 100, 100), ("epoch", 7, -(-7 * 33 // 4))])
@each_stride
def test_a_step_and_an_epoch_are_met_exactly_whatever_the_stride(name, value, expected: int, stride: int) -> None:
    session = ran(stopping(name, value), stride)
    assert len(session.program.examples.x) == 33
    assert session.cursor == expected


@each_stride
def test_single_steps_stop_and_go_on_too(stride: int) -> None:
    session = sessions.begin(stopping("step", 3))
    for wanted in (1, 2, 3, 4, 5):
        session = sessions.step_forward(session)
        assert session.cursor == wanted
        assert (session.stopped is not None) == (wanted == 3)


def test_going_back_and_playing_again_stops_again() -> None:
    session = ran(stopping("loss"))
    first = session.stopped
    further = run_for(sessions.play(session), 50)
    again = run_on(sessions.play(sessions.ready_to_extend(sessions.go_to(further, 3))))
    assert again.stopped == first
    assert run_on(sessions.play(sessions.restart(further))).stopped == first


def run_for(session: Session, steps: int) -> Session:
    session = sessions.recorded(session, steps)
    return sessions.looked_at(session, session.history.last)


def test_playing_on_from_the_very_step_it_was_played_past_does_not_stop_at_once() -> None:
    session = ran(stopping("loss"))
    further = run_for(sessions.play(session), 20)
    back = sessions.play(sessions.ready_to_extend(sessions.go_to(further, session.cursor)))
    assert run_for(back, 20).stopped is None


def test_another_rate_does_not_bring_back_a_condition_that_was_played_past_but_another_value_does() -> None:
    session = run_for(sessions.play(ran(stopping("loss"))), 5)
    assert sessions.recorded(faster(session, 0.4), 10).stopped is None
    tighter = sessions.change(session, adjust.with_stop(session.spec, "loss", 0.1))
    assert run_on(tighter).step.loss < 0.1
    assert run_on(tighter).stopped is not None


def test_of_two_conditions_the_first_one_met_stops() -> None:
    both = replace(VALIDATED, stops=(Stop("step", 5000), Stop("loss", 0.2)))
    session = ran(both)
    assert session.stopped.name == "loss"
    assert run_on(sessions.play(session)).stopped == replace(
        session.stopped, step=5000, name="step", sentence="Stopped at step 5,000: step 5,000 was reached."
    )


def test_a_condition_that_holds_from_the_start_stops_at_step_0() -> None:
    session = sessions.begin(stopping("loss", 1e6), playing=True)
    assert (session.stopped.step, session.history.last) == (0, 0)
    assert run_for(sessions.play(session), 9).stopped is None


def test_a_step_that_has_gone_by_stops_nothing() -> None:
    session = run_for(sessions.begin(VALIDATED), 30)
    later = sessions.change(session, adjust.with_stop(session.spec, "step", 10))
    assert sessions.recorded(later, 20).stopped is None


def test_overflow_comes_before_a_condition_that_would_be_met_later() -> None:
    session = ran(replace(OVERFLOWING, stops=(Stop("step", 10_000),)))
    assert session.fault is not None
    assert session.stopped is None


def test_an_edit_at_the_step_it_stopped_at_is_judged_anew() -> None:
    session = ran(stopping("step"))
    assert sessions.edit(session, "h1/W", (0, 0), 0.5).stopped == session.stopped
    earlier = sessions.edit(sessions.go_to(session, 10), "h1/W", (0, 0), 0.5)
    assert earlier.stopped is None


def test_what_a_data_set_cannot_meet_goes_when_it_is_chosen() -> None:
    spec = replace(VALIDATED, stops=(Stop("patience", 5), Stop("accuracy", 0.9), Stop("loss", 0.1)))
    to_gate = adjust.with_data(spec, adjust.named("xor", spec))
    assert [stop.name for stop in to_gate.stops] == ["accuracy", "loss"]
    to_sine = adjust.with_data(spec, adjust.named("sine", spec))
    assert [stop.name for stop in to_sine.stops] == ["patience", "loss"]


def test_accuracy_is_that_of_the_training_examples_where_there_are_no_others() -> None:
    session = ran(replace(RECIPES["moons"], stops=(Stop("accuracy", 0.9),)))
    assert "the accuracy on the training examples reached 0.9" in session.stopped.sentence
    assert (
        measured(session.program, session.step.row[session.program.layout.blocks["model"]], METRICS)["train"].values[
            "accuracy"
        ]
        >= 0.9
    )
