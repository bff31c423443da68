"""Early stopping: patience with the validation loss, and the way back to the step where it was lowest."""

from dataclasses import replace

import numpy as np
import pytest

from core import BackflowError, Data, Dense, Loss, Optimizer, Spec, Stop
from core import session as sessions
from core.loss_curves import Losses
from core.session import Session
from core.spec import adjust
from core.stops import STOPS, Seen
from core.stops.patience import best_of, best_so_far
from tests.core.runs import TINY, remembering_little, row_at

# Few noisy examples and many units: it learns them by heart, and the validation loss rises again.
OVERFITTING = Spec(
    Data("moons", samples=30, noise=0.5, validation_fraction=0.5),
    (Dense(16, "tanh"), Dense(1, "sigmoid")),
    Loss("binary_cross_entropy"),
    Optimizer("adam", 0.05),
    stops=(Stop("patience", 60),),
)


def stopped_early(spec: Spec = OVERFITTING, stride: int = 1) -> Session:
    session = sessions.begin(spec, playing=True)
    while session.stopped is None:
        session = sessions.recorded(session, 60, stride)
    return sessions.looked_at(session, session.history.last)


def losses(steps: list[int], validation: list[float]) -> Losses:
    return Losses(np.array(steps), np.zeros(len(steps)), np.zeros(len(steps)), np.array(validation))


@pytest.mark.parametrize("stride", [1, 5])
def test_it_stops_when_the_validation_loss_was_not_better_for_so_long(stride: int) -> None:
    session = stopped_early(stride=stride)
    known = session.history.losses
    best = int(known.steps[np.nanargmin(known.validation)])
    assert session.cursor - best >= 60
    assert session.cursor - best < 60 + 8 * stride
    lowest = f"{np.nanmin(known.validation):.4g}"
    assert session.stopped.sentence == (
        f"Stopped at step {session.cursor:,}: the validation loss has not fallen for 60 steps; "
        f"it was lowest at step {best:,}, with {lowest}."
    )


def test_the_best_step_comes_back_to_the_last_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {}
    plain = sessions.recorded(sessions.begin(replace(OVERFITTING, stops=())), 60)
    while plain.history.last < 400:
        plain = sessions.recorded(plain, 60)
    remembering_little(monkeypatch)
    session = stopped_early()
    best = sessions.go_to_best(session)
    assert session.history.recorded(best.cursor) is None, "nothing was dropped, so nothing is tested"
    rows[best.cursor] = row_at(plain, best.cursor)
    assert best.step.row.tobytes() == rows[best.cursor].tobytes()
    assert not best.playing
    known = session.history.losses
    program, examples = session.program, session.program.examples
    parameters = best.step.row[program.layout.blocks["model"]]
    assert program.loss_at(parameters, examples.x_validation, examples.y_validation) == np.nanmin(known.validation)


def test_training_goes_on_from_the_best_step() -> None:
    best = sessions.go_to_best(stopped_early())
    further = sessions.recorded(sessions.play(sessions.ready_to_extend(best)), 5)
    assert further.history.last == best.cursor + 5


def test_without_a_validation_set_there_is_no_best_step() -> None:
    with pytest.raises(BackflowError, match="expected a part of the examples held out for validation"):
        sessions.go_to_best(sessions.recorded(sessions.begin(TINY), 5))


def test_only_losses_of_the_same_data_are_compared() -> None:
    session = stopped_early()
    harder = replace(session.spec.data, noise=0.6)
    other = sessions.change(session, adjust.with_data(session.spec, harder))
    further = sessions.recorded(other, 20)
    assert sessions.best_step(further) > session.cursor


def test_a_network_that_began_later_has_no_best_step_before_its_beginning() -> None:
    session = stopped_early()
    other = sessions.change(session, replace(session.spec, batch_size=5))
    assert sessions.best_step(sessions.recorded(other, 20)) >= session.cursor


def test_the_best_so_far_is_the_first_of_the_smallest_that_was_measured() -> None:
    known = losses([0, 2, 4, 6, 8, 10], [np.nan, 3.0, 2.0, 2.0, np.inf, 1.0])
    assert best_so_far(known).tolist() == [0, 2, 4, 4, 4, 10]
    assert best_of(known) == 10
    assert best_of(known.until(8)) == 4
    assert best_of(losses([0, 1], [np.nan, np.nan])) is None


@pytest.mark.parametrize(("patience", "expected"), [(1, 2), (2, 3), (3, None), (9, None)])
def test_patience_ends_exactly_so_many_steps_after_the_best(patience: int, expected: int | None) -> None:
    """The best is step 1 until step 4, which is better; two steps behind that the losses end."""
    known = losses([0, 1, 2, 3, 4, 5, 6], [3.0, 2.0, 2.5, 2.1, 1.0, 1.1, 1.2])
    session = sessions.begin(OVERFITTING)
    rows = session.program.record(session.history.head, 7).rows
    seen = Seen(session.program, -1, known.steps, rows, known)
    assert STOPS["patience"].first(seen, patience) == expected
