"""Masks: what is left out has a gradient of exactly 0, what is left is scaled, and chance is a function of the step."""

from dataclasses import replace

import numpy as np
import pytest

from core import Dense, Program, Regulariser, Spec, Step, compile_program
from core.randomness import Stream
from tests.core.layered import layered_program, layered_spec


def steps(program: Program, count: int) -> list[Step]:
    state, found = program.start(), []
    for _ in range(count):
        state, step = program.advance(state)
        found.append(step)
    return found


def test_a_unit_that_is_left_out_gives_nothing_and_learns_nothing() -> None:
    seen = 0
    for step in steps(layered_program(("dropout",)), 4):
        out = step.value("h2/mask") == 0.0
        seen += out.sum()
        assert (step.value("h2/a")[out] == 0.0).all()
        assert (step.delta("h2")[out] == 0.0).all()
        assert (step.value("h2/a")[~out] == step.value("h2/f")[~out] * step.value("h2/mask")[~out]).all()
        everywhere = out.all(axis=0)
        assert (step.gradient("h2/W")[everywhere] == 0.0).all()
    assert seen > 0


def test_a_weight_that_is_left_out_is_not_used_and_its_gradient_is_zero() -> None:
    seen = 0
    for step in steps(layered_program(("dropconnect",)), 4):
        out = step.value("h2/W:mask") == 0.0
        seen += out.sum()
        assert (step.value("h2/V")[out] == 0.0).all()
        assert (step.gradient("h2/W")[out] == 0.0).all()
        assert (step.update("h2/W")[out] == 0.0).all()
        assert (step.value("h2/V")[~out] == step.parameter("h2/W")[~out] * (1.0 / 0.7)).all()
    assert seen > 0


def test_the_output_layer_is_never_masked() -> None:
    paths = layered_program(("dropout", "dropconnect", "batch_norm")).layout.paths()
    assert not [path for path in paths if path.startswith("out/") and ("mask" in path or "gamma" in path)]


@pytest.mark.parametrize("name", ["dropout", "dropconnect"])
def test_masks_leave_out_as_much_as_was_asked_for(name: str) -> None:
    path = {"dropout": "h1/mask", "dropconnect": "h1/W:mask"}[name]
    masks = np.array([step.value(path) for step in steps(layered_program((name,)), 2000)])
    p = {"dropout": 0.4, "dropconnect": 0.3}[name]
    assert set(np.unique(masks)) == {0.0, 1.0 / (1.0 - p)}
    # Four standard deviations of the share among independent masks.
    assert abs((masks == 0).mean() - p) < 4.0 * np.sqrt(p * (1 - p) / masks.size)
    assert len({mask.tobytes() for mask in masks[:6]}) > 3


def test_a_mask_depends_on_seed_step_and_layer_alone() -> None:
    """Another regulariser or another activation reshuffles nothing; so does another number of layers behind it."""
    one = steps(layered_program(("dropout",)), 3)
    for other in (
        layered_program(("dropout", "dropconnect", "batch_norm"), "skips"),
        layered_program(("dropout",), activation="relu"),
        compile_program(shorter()),
    ):
        for before, after in zip(one, steps(other, 3), strict=True):
            assert (before.value("h1/mask") == after.value("h1/mask")).all()
    assert (one[0].value("h1/mask") != one[0].value("h2/mask")).any()


def shorter() -> Spec:
    spec = layered_spec(("dropout",))
    return replace(spec, layers=(spec.layers[0], Dense(3, "sigmoid")))


def test_noise_depends_on_the_step_alone() -> None:
    noise = Regulariser("input_noise", 0.1)
    plain = compile_program(replace(layered_spec(()), regularisers=(noise,)))
    masked = compile_program(replace(layered_spec(()), regularisers=(noise, Regulariser("dropout", 0.5))))
    for one, two in zip(steps(plain, 3), steps(masked, 3), strict=True):
        assert (one.value("x") == two.value("x")).all()


def test_a_stream_can_begin_at_any_step() -> None:
    stream, other = Stream(3, "mask"), Stream(3, "mask")
    ahead = [stream.at(k).random(5) for k in range(4)]
    assert (other.at(2).random(5) == ahead[2]).all()
    assert (other.at(2).random(5) == ahead[2]).all()
    assert (Stream(3, "other").at(2).random(5) != ahead[2]).all()
    assert (Stream(4, "mask").at(2).random(5) != ahead[2]).all()
