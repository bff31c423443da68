"""Holds where an example is found: in which row of a batch, at which next step, and by which way one gets there."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES
from core import session as sessions
from core.session import Session
from core.spec import adjust
from core.whereabouts import forward_to, next_step_with
from tests.core.runs import OVERFLOWING


@pytest.fixture
def session() -> Session:
    return sessions.begin(RECIPES["moons"])


def inputs_at(session: Session) -> np.ndarray:
    return session.step.value("x")


def test_the_next_step_that_reads_an_example_is_the_first_one_that_does(session: Session) -> None:
    for example in (0, 17, 199):
        step = next_step_with(session, example)
        there = forward_to(session, step)
        assert there.cursor == step
        assert not there.playing
        row = sessions.row_of(there, example)
        assert np.array_equal(inputs_at(there)[row], session.program.examples.x[example])
        before = (sessions.row_of(replace(there, cursor=k), example) for k in range(1, step))
        assert all(found is None for found in before)


def test_an_example_is_read_again_in_the_next_epoch(session: Session) -> None:
    here = forward_to(session, next_step_with(session, 17))
    again = next_step_with(here, 17)
    assert here.cursor < again <= here.cursor + 2 * 20


def test_every_step_of_a_full_batch_reads_every_example() -> None:
    assert next_step_with(sessions.begin(RECIPES["xor"]), 3) == 1


@pytest.mark.parametrize("example", [-1, 200, 10**9])
def test_what_is_no_example_is_read_by_no_step(session: Session, example: int) -> None:
    assert next_step_with(session, example) is None


def test_the_past_is_looked_through_as_it_was(session: Session) -> None:
    """More examples came on the way, so that the steps before and behind it read others."""
    spec = session.spec
    changed = sessions.change(forward_to(session, 12), replace(spec, data=replace(spec.data, samples=500)))
    later = forward_to(changed, 30)
    assert (later.history.spec_at(12).data.samples, later.history.spec_at(13).data.samples) == (250, 500)
    early = sessions.go_to(later, 0)
    for example in range(0, 200, 13):
        step = next_step_with(early, example)
        assert sessions.row_of(forward_to(early, step), example) is not None


def test_a_fault_ends_the_way() -> None:
    session = sessions.begin(OVERFLOWING)
    ended = forward_to(session, 100_000)
    assert ended.fault is not None
    assert ended.cursor == ended.fault.step


def test_the_way_leads_past_a_stop_condition(session: Session) -> None:
    stopping = sessions.change(session, adjust.with_stop(session.spec, "step", 3))
    assert forward_to(stopping, 9).cursor == 9
