"""Every recipe with a few steps recorded, once for all tests of the pictures."""

from functools import cache

import pytest

from core import RECIPES, Spec
from core import session as sessions
from core.session import Session
from core.step import Step


@cache
def run_of(name: str) -> Session:
    """A session of this recipe, its cursor on step 5."""
    session = sessions.begin(RECIPES[name])
    while session.history.last < 5:
        session = sessions.recorded(session, 5)
    return sessions.looked_at(session, 5)


def step_of(name: str) -> Step:
    return run_of(name).step


def ties_of(spec: Spec) -> dict[str, str]:
    """From a tied layer to the one whose weights it uses."""
    return {
        name: getattr(layer, "tied", "")
        for name, layer in zip(spec.layer_names, spec.layers, strict=True)
        if getattr(layer, "tied", "")
    }


# Those whose edges all travel; tests/viz/test_strongest.py and tests/viz/test_sequences.py have the others.
ALONG_TIME = ("echo", "adding_lstm", "adding_rnn", "rhyme", "sunspots")
WHOLE = [name for name in RECIPES if name not in ("mnist", *ALONG_TIME)]
# Kernels are groups of weights: tests/viz/test_sketch.py has networks with kernels.
each_recipe = pytest.mark.parametrize("name", [name for name in WHOLE if name != "cnn"])
