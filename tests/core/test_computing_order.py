"""A fault is named where it began, so the numbers of a row are looked through in the order in which they come about."""

import pytest

from core import Program, Step
from core.computing_order import computing_order
from tests.core.nets import small_program

ORDER = [
    "x value, y value",
    "h1/W value, h1/b value, h1/z value, h1/a value, h1/slope value",
    "h2/W value, h2/b value, h2/z value, h2/a value, h2/slope value",
    "out/W value, out/b value, out/z value, out/a value, out/slope value",
    "L value",
    "out/a adjoint, out/z adjoint, out/W adjoint, out/b adjoint",
    "h2/a adjoint, h2/z adjoint, h2/W adjoint, h2/b adjoint",
    "h1/a adjoint, h1/z adjoint, h1/W adjoint, h1/b adjoint",
    "learning_rate value",
    "h1/W update, h1/b update, h2/W update, h2/b update, out/W update, out/b update",
]
NAMES = {"h1/z": "the delta of h1", "h2/W": "the gradient of h2/W", "out/a": "the gradient of out/a"}


def step_with_faults(program: Program, *faults: tuple[str, str]) -> Step:
    row = program.advance(program.start())[1].row.copy()
    for path, kind in faults:
        program.layout.view(row, path, kind)[...] = float("nan")
    return program.step_from_row(0, row)


def test_the_order_is_forward_then_loss_then_backward_then_updates() -> None:
    layout = small_program(depth=3).layout
    assert ", ".join(ORDER) == ", ".join(f"{slot.path} {slot.kind}" for slot in computing_order(layout))


def test_every_number_has_its_place_in_the_order() -> None:
    layout = small_program(depth=4).layout
    assert set(layout) == set(computing_order(layout))


@pytest.mark.parametrize("path", NAMES)
def test_a_fault_of_the_backward_pass_is_named_in_the_words_of_the_field(path: str) -> None:
    assert step_with_faults(small_program(depth=3), (path, "adjoint")).first_fault() == NAMES[path]


def test_of_several_faults_the_first_is_named() -> None:
    program = small_program(depth=3)
    assert step_with_faults(program, ("h1/z", "adjoint"), ("h2/z", "adjoint")).first_fault() == "the delta of h2"
    assert step_with_faults(program, ("h2/z", "adjoint"), ("h2/a", "value")).first_fault() == "h2/a"
    assert step_with_faults(program, ("h1/W", "update")).first_fault() == "the update of h1/W"
    assert step_with_faults(program).first_fault() is None
