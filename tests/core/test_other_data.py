"""Other data can be chosen from every recipe: the ends of the network follow, and it trains on."""

import pytest

from core import RECIPES
from core import session as sessions
from core.datasets import DATASETS
from core.spec import adjust


@pytest.mark.parametrize("recipe", RECIPES)
def test_every_data_set_can_be_chosen_from_every_recipe(recipe: str) -> None:
    session = sessions.pause(sessions.begin(RECIPES[recipe]))
    for name in [one for one in DATASETS if one != "given"]:
        session = sessions.change(session, adjust.with_data(session.spec, adjust.named(name, session.spec)))
        before = session.cursor
        session = sessions.step_forward(session)
        assert (session.spec.data.name, session.cursor, session.fault) == (name, before + 1, None)
