"""What one person's run keeps in memory, beside the data that everybody shares: at most 30 MB in any recipe."""

import tracemalloc

import pytest

from core import RECIPES
from core import session as sessions
from core.datasets import load
from viz.live import Sent, next_slice
from viz.look import Look, refit

MOST = 30e6


@pytest.mark.parametrize("name", RECIPES)
def test_a_session_stays_small_however_long_it_plays(name: str) -> None:
    examples = load(RECIPES[name].data)
    tracemalloc.start()
    session = sessions.begin(RECIPES[name], playing=True)
    look, sent = refit(Look(), session), Sent()
    for _ in range(8):
        session, sent = next_slice(session, look, sent, more=True, name="one")
        session = sessions.looked_at(session, session.history.last)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(examples.x)
    assert session.history.last > 8
    assert kept < MOST
