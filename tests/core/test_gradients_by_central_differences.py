"""Backprop against central differences: the definition of the derivative, without complex arithmetic."""

import numpy as np
import pytest

from core import Program, State, compile_program
from core.ops import ACTIVATIONS
from core.recipes import RECIPES
from tests.core.nets import PAIR_IDS, PAIRS, clearance, small_program, start_and_later

# The differences, of fourth order with h = 2e-4, are themselves right to about 1e-11 of the largest entry.
TOLERANCE = 1e-8
# Below this the differences are rounding errors of the loss, 1e-16 of it over h.
ROUNDING = 2e-12
# No step of the differences moves any z by this much, so no rectifier changes its side.
CLEARANCE = 5e-3


def away_from_kinks(program: Program, state: State) -> bool:
    return clearance(program, program.advance(state)[1]) > CLEARANCE


def assert_near(program: Program, state: State) -> None:
    noise = ROUNDING * max(1.0, program.advance(state)[1].loss)
    for path, check in program.check_gradients(state).items():
        off = np.abs(check.backprop - check.central_difference).max()
        assert check.relative_error <= TOLERANCE or off <= noise, path


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
def test_gradients_are_the_slopes_of_the_loss(hidden: str, ending: tuple[str, str]) -> None:
    compared = 0
    for seed in range(4):
        program = small_program(hidden, ending, depth=3, batch_size=3, seed=seed)
        for state in filter(lambda state: away_from_kinks(program, state), start_and_later(program)):
            assert_near(program, state)
            compared += 1
    assert compared >= 2, "too close to kinks: too little was compared"


def has_corners(name: str) -> bool:
    """Whether some activation has a kink; among thousands of rectified units one is always too close to it."""
    layers = RECIPES[name].layers
    return any(getattr(ACTIVATIONS.get(getattr(layer, "activation", "")), "kinks", ()) for layer in layers)


# Recipes with corners are compared by complex steps: test_image_specs.py has the cnn, test_shipped_data.py the digits.
@pytest.mark.parametrize("recipe", [name for name in RECIPES if not has_corners(name)])
def test_gradients_of_every_recipe_are_the_slopes_of_the_loss(recipe: str) -> None:
    program = compile_program(RECIPES[recipe])
    for state in start_and_later(program):
        assert_near(program, state)


def test_checking_leaves_training_alone() -> None:
    program = small_program()
    state = program.start()
    program.check_gradients(state)
    assert program.run(small_program().start(), 3) == program.run(state, 3)
