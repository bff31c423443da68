"""What is selected before anybody has clicked."""

import numpy as np
import pytest

from core import RECIPES, compile_program
from viz.explain import number_of
from viz.sketch.selection import FEW, first_weight


@pytest.mark.parametrize("name", RECIPES)
def test_the_first_weight_is_one_of_the_first_matrix(name: str) -> None:
    program = compile_program(RECIPES[name])
    step = program.advance(program.start())[1]
    path, index = number_of(program.layout, first_weight(program.layout, step.row))
    gradient = np.abs(step.gradient(path))
    assert path == program.layout.parameters()[0].path
    assert gradient[index] == gradient.max() if gradient.size > FEW else not any(index)
