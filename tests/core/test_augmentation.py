"""Images moved and turned by chance: what becomes of them, that it is a function of the step, and who is refused."""

from dataclasses import replace

import numpy as np
import pytest

from core import Data, Dense, Loss, Program, Regulariser, Spec, compile_program
from core.augmentation import between, centred
from core.datasets import load
from core.errors import BackflowError, SpecError
from core.spec import adjust
from tests.core.exactness import assert_exact

SPEC = Spec(
    data=Data("digits", samples=40),
    layers=(Dense(3), Dense(10, "softmax")),
    loss=Loss("categorical_cross_entropy"),
    batch_size=6,
)


def program(**changes) -> Program:
    return compile_program(replace(SPEC, data=replace(SPEC.data, **changes)))


def seen(one: Program, steps: int = 5) -> np.ndarray:
    """The images of the first steps: (steps, batch, height, width)."""
    rows = one.record(one.start(), steps).rows
    return np.array([one.step_from_row(0, row).value("x").reshape(-1, 8, 8) for row in rows])


def moved(image: np.ndarray, down: int, right: int) -> np.ndarray:
    """The image so many pixels further down and right, written as plainly as can be."""
    found = np.zeros_like(image)
    for i, j in np.ndindex(image.shape):
        if 0 <= i - down < 8 and 0 <= j - right < 8:
            found[i, j] = image[i - down, j - right]
    return found


def test_every_image_is_moved_by_whole_pixels() -> None:
    still, shifted = seen(program()), seen(program(shift=2))
    shifts = set()
    for before, after in zip(still.reshape(-1, 8, 8), shifted.reshape(-1, 8, 8), strict=True):
        fitting = [(i, j) for i in range(-2, 3) for j in range(-2, 3) if (moved(before, i, j) == after).all()]
        assert fitting
        shifts.add(fitting[0])
    assert len(shifts) > 8


def test_a_quarter_turn_is_a_quarter_turn_and_no_turn_is_none() -> None:
    image = np.random.default_rng(0).uniform(size=(1, 5, 5))
    padded = np.pad(image, ((0, 0), (1, 1), (1, 1)))
    down, right = (axis.reshape(-1) for axis in centred(5, 5))
    assert np.allclose(between(padded, down + 2, right + 2).reshape(5, 5), image[0], atol=1e-15)
    assert np.allclose(between(padded, -right + 2, down + 2).reshape(5, 5), np.rot90(image[0], -1), atol=1e-15)


def test_turned_images_keep_their_middle_and_stay_within_their_range() -> None:
    still, turned = seen(program()), seen(program(rotation=20.0))
    assert turned.min() >= 0.0
    assert turned.max() <= 1.0
    assert (still != turned).any(axis=(2, 3)).all()
    gap = np.abs(still[..., 3:5, 3:5] - turned[..., 3:5, 3:5]).mean()
    assert gap < np.abs(still - np.roll(still, 3, axis=3)).mean()


@pytest.mark.parametrize("changes", [{"shift": 1}, {"rotation": 10.0}, {"shift": 2, "rotation": 30.0}])
def test_what_a_step_sees_depends_on_the_step_alone(changes: dict) -> None:
    one, again = program(**changes), program(**changes)
    state = one.start()
    recording = one.record(state, 40)
    far = again.run(again.start(), 33)
    assert recording.rows[33].tobytes() == again.advance(far)[1].row.tobytes()
    noisy = compile_program(replace(again.spec, regularisers=(Regulariser("dropout", 0.5),)))
    assert (seen(one, 3) == seen(noisy, 3)).all()
    assert_exact(one, one.run(state, 3))


def test_targets_and_the_examples_themselves_stay_as_they_are() -> None:
    still, shifted = program(), program(shift=2, rotation=20.0)
    assert shifted.examples is still.examples
    y = [one.advance(one.start())[1].value("y") for one in (still, shifted)]
    assert (y[0] == y[1]).all()
    x = still.examples.x
    assert (still.predict(still.start(), x) == shifted.predict(shifted.start(), x)).all()
    assert load(shifted.spec.data) is load(still.spec.data)


def test_only_images_are_moved() -> None:
    with pytest.raises(BackflowError, match="expected images"):
        compile_program(replace(Spec(), data=Data("xor", shift=1)))


@pytest.mark.parametrize("field", ["shift", "rotation"])
def test_amounts_have_their_range(field: str) -> None:
    for value in (-1, 100, "2"):
        with pytest.raises(SpecError, match=f"data.{field}"):
            Data("digits", samples=40, **{field: value})


def test_other_data_are_not_moved() -> None:
    spec = program(shift=2, rotation=12.5).spec
    assert adjust.with_data(spec, replace(spec.data, name="mnist")).data.shift == 2
    changed = adjust.with_data(spec, adjust.named("circles", spec))
    assert (changed.data.shift, changed.data.rotation) == (0, 0.0)
    compile_program(changed)


def test_a_spec_with_moved_images_survives_the_round_trip() -> None:
    spec = program(shift=2, rotation=12.5).spec
    assert Spec.from_json(spec.to_json()) == spec
