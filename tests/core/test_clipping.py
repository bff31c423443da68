"""Clipping: the gradient before and after are both in the row, PyTorch's to the last digits, and no fault is hidden."""

from dataclasses import replace

import numpy as np
import pytest

from core import Loss, Optimizer, Program, Regulariser, UnknownPathError, compile_program
from core.optimizers import OPTIMIZERS
from tests.core.nets import distance, small_spec, start_and_later
from tests.core.optimizing import trained_by

CLIPS = {
    "norm": (Regulariser("clip_norm", 0.05),),
    "norm that is not reached": (Regulariser("clip_norm", 900.0),),
    "value": (Regulariser("clip_value", 0.01),),
    "both": (Regulariser("clip_value", 0.01), Regulariser("clip_norm", 0.05)),
}
FROZEN = {"nothing frozen": (), "some frozen": ("h1", "h2/W[1]")}
each_clip = pytest.mark.parametrize("clips", CLIPS.values(), ids=CLIPS)


def clipping(clips: tuple[Regulariser, ...], frozen: tuple[str, ...] = (), name: str = "sgd") -> Program:
    spec = replace(small_spec(depth=3, batch_size=2), optimizer=Optimizer(name, 0.1), frozen=frozen, regularisers=clips)
    return compile_program(spec)


def flat(program: Program, row: np.ndarray, block: str) -> np.ndarray:
    return row[program.layout.blocks[block]]


def oracle(gradient: np.ndarray, counted: np.ndarray, clips: dict[str, float]) -> np.ndarray:
    """Norm first, then value."""
    if "clip_norm" in clips:
        gradient = gradient * min(1.0, clips["clip_norm"] / (np.linalg.norm(gradient[counted]) + 1e-6))
    return np.clip(gradient, -clips["clip_value"], clips["clip_value"]) if "clip_value" in clips else gradient


@each_clip
@pytest.mark.parametrize("frozen", FROZEN.values(), ids=FROZEN)
def test_the_row_holds_the_gradient_before_and_after(clips: tuple, frozen: tuple) -> None:
    program, plain = clipping(clips, frozen), clipping((), frozen)
    for state in start_and_later(program):
        step = program.advance(state)[1]
        assert step.gradient("h2/W").tolist() == plain.advance(plain_state(plain, state))[1].gradient("h2/W").tolist()
        gradient, clipped = flat(program, step.row, "gradient"), flat(program, step.row, "clipped")
        counted = flat(program, step.row, "update") != 0.0
        assert distance(oracle(gradient, counted, {one.name: one.amount for one in clips}), clipped) <= 1e-15
        if "clip_norm" in {one.name for one in clips}:
            assert distance(np.linalg.norm(gradient[counted]), step.value("gradient_norm")) <= 1e-15
        assert step.clipped("h2/W").tolist() == step.value("h2/W:clipped").tolist()


def plain_state(plain: Program, state):
    """The same weights, in a program without clipping."""
    start = plain.start()
    for slot in plain.layout.parameters():
        start = start.with_parameter(slot.path, state.parameter(slot.path))
    return type(start)(plain.layout, state.step, start.vector)


@each_clip
@pytest.mark.parametrize("name", [name for name, rule in OPTIMIZERS.items() if not rule.full_batch])
def test_the_optimizer_reads_the_clipped_gradient(clips: tuple, name: str) -> None:
    program = clipping(clips, name=name)
    settings, rule = program.spec.optimizer.settings, OPTIMIZERS[name]
    state = program.start()
    memory = rule.init(state.parameters, settings)
    for _ in range(4):
        state, step = program.advance(state)
        parameters, clipped = flat(program, step.row, "parameter"), flat(program, step.row, "clipped")
        update, memory = rule.update(clipped, memory, parameters, settings)
        np.testing.assert_allclose(flat(program, step.row, "update"), update, rtol=1e-14, atol=0)


def test_a_gradient_within_the_limits_is_left_alone_to_the_last_bit() -> None:
    wide = (Regulariser("clip_norm", 900.0), Regulariser("clip_value", 900.0))
    program, plain = clipping(wide), clipping(())
    assert program.run(program.start(), 40).parameters.tobytes() == plain.run(plain.start(), 40).parameters.tobytes()


def test_only_what_is_on_is_recorded() -> None:
    step = (program := clipping((Regulariser("clip_value", 0.1),))).advance(program.start())[1]
    with pytest.raises(UnknownPathError):
        step.value("gradient_norm")
    plain = (program := clipping(())).advance(program.start())[1]
    assert plain.clipped("h1/W").tolist() == plain.gradient("h1/W").tolist()
    with pytest.raises(UnknownPathError):
        plain.clipped("h1/V")


@each_clip
@pytest.mark.parametrize("size", [1e100, 1e160])
def test_clipping_hides_no_overflow(clips: tuple, size: float) -> None:
    """A clipped infinity is finite, and so is all that comes of it."""
    spec = trained_by(Optimizer("sgd", 0.1))
    layers = (*spec.layers[:-1], replace(spec.layers[-1], activation="linear"))
    spec = replace(spec, layers=layers, loss=Loss("half_squared_error"), regularisers=clips)
    program = compile_program(spec)
    recording = program.record(program.start().with_parameter("out/W", np.full((1, 3), size)), 5)
    bad = [index for index, row in enumerate(recording.rows) if not np.isfinite(row).all()]
    assert bad == ([] if recording.fault is None else [recording.fault.step])
    assert size < 1e160 or bad == [0]


def test_a_clipped_gradient_that_overflows_is_named_in_the_words_of_the_field() -> None:
    program = clipping(CLIPS["both"])
    for path, name in (("gradient_norm", "the norm of the gradient"), ("h1/W:clipped", "the clipped gradient of h1/W")):
        row = program.advance(program.start())[1].row.copy()
        program.layout.view(row, path)[...] = np.nan
        assert program.step_from_row(0, row).first_fault() == name


@pytest.mark.torch
@each_clip
@pytest.mark.parametrize("frozen", [(), ("h1",)], ids=FROZEN)
def test_two_hundred_steps_agree_with_pytorch(clips: tuple, frozen: tuple) -> None:
    import torch

    torch.set_num_threads(1)
    program = compile_program(replace(trained_by(Optimizer("momentum", 0.05), frozen=frozen), regularisers=clips))
    start = program.start()
    parameters = {
        slot.path: torch.tensor(np.array(start.parameter(slot.path)), requires_grad=slot.path[:2] not in frozen)
        for slot in program.layout.parameters()
    }
    trained = [tensor for tensor in parameters.values() if tensor.requires_grad]
    theirs, amounts = torch.optim.SGD(trained, lr=0.05, momentum=0.9), {one.name: one.amount for one in clips}
    x, y = (torch.from_numpy(np.array(table)) for table in (program.examples.x, program.examples.y))
    for k in range(200):
        picked = torch.from_numpy(program.batches.indices(k))
        a = x[picked]
        for name in ("h1", "h2"):
            a = torch.tanh(a @ parameters[f"{name}/W"].T + parameters[f"{name}/b"])
        z = a @ parameters["out/W"].T + parameters["out/b"]
        theirs.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(z, y[picked]).backward()
        if "clip_norm" in amounts:
            torch.nn.utils.clip_grad_norm_(trained, amounts["clip_norm"])
        if "clip_value" in amounts:
            torch.nn.utils.clip_grad_value_(trained, amounts["clip_value"])
        theirs.step()
    after = program.run(start, 200)
    for path, tensor in parameters.items():
        assert distance(tensor.detach().numpy(), after.parameter(path)) <= 1e-12, path
