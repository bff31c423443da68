"""Backprop against complex steps, which are exact to rounding, over every activation, loss, depth and reduction."""

import numpy as np
import pytest

from core.gradcheck import complex_step
from core.spec import REDUCTIONS
from tests.core.exactness import assert_exact
from tests.core.nets import PAIR_IDS, PAIRS, small_program, start_and_later

DEPTHS = (1, 2, 3, 4)


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
@pytest.mark.parametrize("batch_size", [None, 2], ids=["full", "mini"])
def test_every_recorded_derivative_is_exact(hidden: str, ending: tuple[str, str], batch_size: int | None) -> None:
    for depth in DEPTHS:
        for reduction in REDUCTIONS:
            program = small_program(hidden, ending, depth, batch_size, reduction, learning_rate=0.02)
            for state in start_and_later(program):
                assert_exact(program, state)


def test_everything_between_the_data_and_the_loss_has_a_recorded_derivative() -> None:
    paths = set(small_program(depth=3).layout.paths("adjoint"))
    assert {f"{layer}/{name}" for layer in ("h1", "h2", "out") for name in "Wbza"} == paths


def test_the_complex_step_can_fail() -> None:
    """A gradient that is wrong by a factor must not pass, or the tests above would hold nothing."""
    program = small_program()
    state = program.start()
    exact = complex_step(program, state, "h1/W")
    nearly = program.advance(state)[1].gradient("h1/W") * (1 + 1e-10)
    assert np.abs(exact - nearly).max() > 1e-13 * np.abs(exact).max()
