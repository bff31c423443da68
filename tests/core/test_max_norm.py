"""Max-norm: no unit's incoming weights are longer than the limit, and what the optimizer wanted is in the row too."""

from dataclasses import replace

import numpy as np
import pytest

from core import Optimizer, Program, Regulariser, Step, compile_program
from tests.core.nets import distance, small_spec, start_and_later

LIMIT = 0.8
FROZEN = {
    "nothing": (),
    "a layer": ("h1",),
    "a unit": ("h2/W[1]",),
    "an edge": ("out/W[0,1]", "h2/W[2,0]"),
    "biases": ("*/b",),
    "all": ("*",),
}
LAYERS = ("h1", "h2", "out")


def bounded(limit: float = LIMIT, frozen: tuple[str, ...] = (), name: str = "sgd", rate: float = 0.5) -> Program:
    spec = replace(small_spec(depth=3, batch_size=2), optimizer=Optimizer(name, rate), frozen=frozen)
    return compile_program(replace(spec, regularisers=(Regulariser("max_norm", limit),)))


def projected(W: np.ndarray, after: np.ndarray, fixed: np.ndarray, limit: float) -> np.ndarray:
    """One unit at a time: its free weights shortened until all of its weights together are as long as the limit."""
    result = after.copy()
    for j in range(len(W)):
        free, room = ~fixed[j], np.sqrt(max(limit**2 - (W[j, fixed[j]] ** 2).sum(), 0.0))
        length = np.sqrt((after[j, free] ** 2).sum())
        if length > room:
            result[j, free] = after[j, free] / length * room
    return result


def fixed_in(step: Step, frozen: Program, path: str) -> np.ndarray:
    """Which weights are frozen: those that a plain program with the same list leaves alone."""
    return np.asarray(frozen.advance(frozen.start())[1].update(path) == 0.0)


@pytest.mark.parametrize("frozen", FROZEN.values(), ids=FROZEN)
@pytest.mark.parametrize("limit", [0.2, LIMIT, 2.0])
def test_the_update_leads_to_the_projected_weights(frozen: tuple, limit: float) -> None:
    program = bounded(limit, frozen)
    plain = compile_program(replace(program.spec, regularisers=()))
    for state in start_and_later(program):
        step = program.advance(state)[1]
        for layer in LAYERS:
            W, fixed = step.parameter(f"{layer}/W"), fixed_in(step, plain, f"{layer}/W")
            proposed, update = step.value(f"{layer}/W:proposed"), step.update(f"{layer}/W")
            assert distance(projected(W, W + proposed, fixed, limit), W + update) <= 1e-15
            assert not update[fixed].any()
            assert step.update(f"{layer}/b").tolist() == step.value(f"{layer}/b:proposed").tolist()
            expected = np.where(fixed, 0.0, -0.5 * step.gradient(f"{layer}/W"))
            np.testing.assert_allclose(proposed, expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", ["sgd", "adam", "nesterov"])
def test_no_weights_grow_beyond_the_limit(name: str) -> None:
    program = bounded(name=name)
    state = program.run(program.start(), 200)
    lengths = [np.linalg.norm(state.parameter(f"{layer}/W"), axis=1) for layer in LAYERS]
    assert max(map(np.max, lengths)) <= LIMIT * (1 + 1e-14)
    assert max(map(np.max, lengths)) >= LIMIT * (1 - 1e-14)
    assert np.abs(state.parameter("out/b")).max() > 0.0


def test_weights_within_the_limit_are_left_alone_to_the_last_bit() -> None:
    program = bounded(900.0)
    plain = compile_program(replace(program.spec, regularisers=()))
    assert program.run(program.start(), 40).parameters.tobytes() == plain.run(plain.start(), 40).parameters.tobytes()


def test_weights_of_zero_and_huge_weights_are_projected_without_a_fault() -> None:
    program = bounded()
    start = program.start().with_parameter("h1/W", [[0.0, 0.0], [3e5, -4e5]]).with_parameter("h2/W", np.zeros((3, 2)))
    recording = program.record(start, 3)
    assert recording.fault is None
    assert distance([0.6 * LIMIT, -0.8 * LIMIT], program.advance(start)[0].parameter("h1/W")[1]) <= 1e-9
    far = program.start().with_parameter("h1/W", [[1e200, 1e200], [0.0, 0.0]])
    assert np.linalg.norm(program.advance(far)[0].parameter("h1/W")[0]) <= LIMIT


def test_it_holds_together_with_all_that_layers_can_have() -> None:
    """Scales and shifts of a normalisation are no incoming weights; a masked weight is bounded where it is stored."""
    others = tuple(
        Regulariser(name, 0.3) for name in ("dropout", "dropconnect", "batch_norm", "clip_norm", "clip_value")
    )
    spec = replace(bounded(name="adam").spec, batch_size=None)
    program = compile_program(
        replace(spec, regularisers=(*others, Regulariser("max_norm", LIMIT)), skips=(("x", "h1"),))
    )
    after, step = program.advance(program.run(program.start(), 60))
    for layer in LAYERS:
        assert np.linalg.norm(after.parameter(f"{layer}/W"), axis=1).max() <= LIMIT * (1 + 1e-14)
    for path in ("h1/gamma", "h2/gamma", "h1/b", "out/b"):
        assert step.update(path).tolist() == step.value(f"{path}:proposed").tolist()
        assert step.update(path).any()
    assert np.abs(step.clipped("h1/gamma")).max() <= 0.3
    names = {slot.path for slot in program.layout if slot.role == "clipped"}
    assert names == {f"{slot.path}:clipped" for slot in program.layout.parameters()}


@pytest.mark.torch
def test_pytorch_renormalises_to_the_same_weights() -> None:
    """torch.renorm divides by the norm + 1e-7, which is seen here in the seventh digit."""
    import torch

    program = bounded()
    after, step = program.advance(program.start())
    for layer in LAYERS:
        moved = torch.from_numpy(step.parameter(f"{layer}/W") + step.value(f"{layer}/W:proposed"))
        expected = torch.renorm(moved, p=2, dim=0, maxnorm=LIMIT).numpy()
        assert distance(expected, after.parameter(f"{layer}/W")) <= 2e-7
        assert (expected != moved.numpy()).any()


def test_a_fault_of_the_proposed_update_is_named_in_the_words_of_the_field() -> None:
    program = bounded()
    row = program.advance(program.start())[1].row.copy()
    program.layout.view(row, "h1/W:proposed")[...] = np.inf
    assert program.step_from_row(0, row).first_fault() == "the proposed update of h1/W"
