"""A step gives names to the numbers of one row; it is read-only and says what it does not know."""

import numpy as np
import pytest

from core import Step, UnknownPathError
from core.losses import LOSSES
from tests.core.nets import ENDINGS, distance, small_program


def a_step(**keywords) -> Step:
    program = small_program(**keywords)
    return program.advance(program.run(program.start(), 3))[1]


READS = {
    "row": lambda step: step.row,
    "value": lambda step: step.value("h1/a"),
    "single value": lambda step: step.value("L"),
    "adjoint": lambda step: step.adjoint("h1/a"),
    "delta": lambda step: step.delta("out"),
    "parameter": lambda step: step.parameter("out/W"),
    "gradient": lambda step: step.gradient("h1/b"),
    "update": lambda step: step.update("h1/W"),
}


@pytest.mark.parametrize("read", READS)
def test_nothing_of_a_step_can_be_written(read: str) -> None:
    """Each is read from a step of its own, that nobody has looked at before."""
    program = small_program()
    recording = program.record(program.start(), 1)
    for step in (a_step(), program.step_from_row(0, recording.rows[0])):
        with pytest.raises(ValueError, match="read-only"):
            READS[read](step)[...] = 0.0


def test_a_step_stays_as_it_was_while_training_goes_on() -> None:
    program = small_program()
    state, step = program.advance(program.start())
    before = step.row.copy()
    program.run(state, 10)
    program.advance(state)
    assert before.tobytes() == step.row.tobytes()


@pytest.mark.parametrize("path", ["h1/A", "h3/z", "hidden", "h1/W:m", ""])
def test_an_unknown_path_names_known_ones(path: str) -> None:
    step = a_step()
    for read in (step.value, step.adjoint, step.gradient, step.update, step.parameter, step.delta):
        with pytest.raises(UnknownPathError, match="known are"):
            read(path)


def test_the_nearest_known_paths_come_first() -> None:
    with pytest.raises(UnknownPathError, match="'h1/aa' has a recorded value here: the nearest known are h1/a"):
        a_step().value("h1/aa")
    with pytest.raises(UnknownPathError, match="layer called 'h2' with a delta: the nearest known are h1"):
        a_step().delta("h2")


def test_values_are_batch_first_and_weights_are_out_by_in() -> None:
    step = a_step(depth=3, batch_size=4)
    assert step.value("x").shape == (4, 2)
    assert step.value("y").shape == (4, 3)
    assert (4, 2) == step.value("h1/a").shape == step.delta("h1").shape
    assert (3, 2) == step.gradient("h2/W").shape == step.update("h2/W").shape == step.parameter("h2/W").shape
    assert step.gradient("out/b").shape == (3,)
    assert step.value("L").shape == ()


def test_a_delta_is_the_adjoint_of_z() -> None:
    step = a_step()
    assert step.adjoint("h1/z").tobytes() == step.delta("h1").tobytes()


@pytest.mark.parametrize("ending", ENDINGS, ids="-".join)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_is_made_of_its_terms(ending: tuple[str, str], reduction: str) -> None:
    step = a_step(ending=ending, reduction=reduction, batch_size=2)
    terms = step.value("L/terms")
    assert terms.shape == step.value("y").shape
    examples = len(terms) if reduction == "mean" else 1
    outputs = terms.shape[1] if LOSSES[ending[1]].averages_outputs else 1
    assert distance(terms.sum() / examples / outputs, step.loss) <= 1e-14  # the same six numbers, added differently


def test_every_number_of_the_row_has_a_name_or_is_a_one_beside_the_values() -> None:
    """Only the ones under the inputs of a layer, and the room beside them, have no name."""
    step = a_step(depth=3)
    named = np.zeros(step.layout.size, dtype=bool)
    for slot in step.layout:
        named[slot.places()] = True
        assert slot.view(step.row).tobytes() == step.row[slot.places()].tobytes()
    batch = 5
    assert (~named).sum() == batch * (3 + 2), "ones under x, h1 and h2; room under the slopes of h1 and h2"


def test_the_layout_says_who_owns_a_position() -> None:
    layout = a_step().layout
    for slot in layout:
        owner = layout.where(int(slot.places().flat[0]))
        assert owner.offset == slot.offset or slot.path.endswith("/b")
    with pytest.raises(UnknownPathError, match="belongs to no quantity"):
        layout.where(layout.size)
