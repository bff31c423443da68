"""Convolutions and pooling: every recorded derivative, the formulas themselves, replays and evaluation."""

from dataclasses import replace

import numpy as np
import pytest

from core import Conv2d, MaxPool2d, Regulariser, compile_program
from core.computing_order import computing_order
from core.evaluator import ForwardProgram
from tests.core.exactness import assert_exact
from tests.core.image_nets import SHAPE, STACKS, conv, image_program, image_spec, images
from tests.core.nets import distance, start_and_later

each_stack = pytest.mark.parametrize("stack", STACKS)


@each_stack
@pytest.mark.parametrize("batch_size", [None, 3, 1], ids=["full", "three", "one"])
def test_every_recorded_derivative_is_exact(stack: str, batch_size: int | None) -> None:
    program = image_program(STACKS[stack], examples=4, batch_size=batch_size, learning_rate=0.02)
    for state in start_and_later(program):
        assert_exact(program, state)


@each_stack
def test_central_differences_agree(stack: str) -> None:
    program = image_program(STACKS[stack])
    checks = program.check_gradients(program.start())
    assert max(check.relative_error for check in checks.values()) < 1e-8


@each_stack
def test_everything_between_the_data_and_the_loss_has_a_recorded_derivative(stack: str) -> None:
    program = image_program(STACKS[stack])
    roles = ("pre_activation", "activation", "weight", "bias")
    computed = {slot.path for slot in program.layout if slot.kind == "value" and slot.role in roles}
    assert computed | {"x"} == set(program.layout.paths("adjoint"))


@each_stack
def test_running_recording_and_coming_back_are_the_same_arithmetic(stack: str) -> None:
    program = image_program(STACKS[stack], batch_size=2)
    state = program.start()
    for _ in range(5):
        state, _ = program.advance(state)
    assert state == image_program(STACKS[stack], batch_size=2).run(program.start(), 5)
    later = program.run(program.start(), 3)
    row = program.advance(later)[1].row.tobytes()
    program.run(program.start(), 2)
    assert program.advance(later)[1].row.tobytes() == row


@each_stack
def test_an_evaluation_computes_what_a_step_does(stack: str) -> None:
    program = image_program(STACKS[stack])
    state = program.start()
    step = program.advance(state)[1]
    flat = program.examples.x
    assert program.evaluate(state, flat, program.examples.y) == pytest.approx(step.loss, rel=1e-14)
    assert distance(program.predict(state, flat), step.value("out/a")) < 1e-14


def by_definition(x: np.ndarray, W: np.ndarray, b: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """The formula of a convolution, one output after the other."""
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    k = W.shape[-1]
    down, across = ((length - k) // stride + 1 for length in padded.shape[2:])
    z = np.zeros((len(x), len(W), down, across))
    for n, f, y, u in np.ndindex(*z.shape):
        seen = padded[n, :, stride * y : stride * y + k, stride * u : stride * u + k]
        z[n, f, y, u] = (W[f] * seen).sum() + b[f]
    return z


@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_a_convolution_is_its_definition(kernel: int, stride: int, padding: int) -> None:
    program = image_program([conv(3, kernel, stride, padding)])
    step = program.advance(program.start())[1]
    x = step.value("x").reshape(-1, *SHAPE)
    expected = by_definition(x, step.parameter("h1/W"), step.parameter("h1/b"), stride, padding)
    assert step.value("h1/z").shape == expected.shape
    assert step.parameter("h1/W").shape == (3, 2, kernel, kernel)
    assert distance(expected, step.value("h1/z")) < 1e-14


def tied(layer: MaxPool2d, x: list[float], image: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Behind a convolution that changes nothing: (∂L/∂pixels, ∂L/∂pooled) of one image."""
    unchanged = Conv2d(1, 1, activation="linear", bias=False)
    spec = replace(image_spec([unchanged, layer]), initial={"h1/W": ((((1.0,),),),)})
    table = np.array(x).reshape(1, *image)
    program = compile_program(spec, (table, np.eye(3)[:1]))
    assert_exact(program, program.start())
    step = program.advance(program.start())[1]
    return step.adjoint("h1/a")[0, 0], step.adjoint("h2/a")[0, 0]


def test_of_equal_pixels_the_first_in_row_major_order_gets_everything() -> None:
    pixels, pooled = tied(MaxPool2d(2), [3, 1, 0, 2, 3, 3, 2, 2], (1, 2, 4))
    expected = np.zeros((2, 4))
    expected[0, 0], expected[0, 3] = pooled[0]
    assert (pixels == expected).all()


def test_where_windows_overlap_a_pixel_gets_the_sum() -> None:
    pixels, pooled = tied(MaxPool2d(2, 1), [1, 5, 5, 0, 0, 0], (1, 2, 3))
    assert pixels.tolist() == [[0.0, pooled[0].sum(), 0.0], [0.0, 0.0, 0.0]]


@pytest.mark.torch
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_pytorch_breaks_ties_in_the_same_way(stride: int) -> None:
    import torch

    x = np.random.default_rng(5).integers(0, 3, (6, 7)).astype(float)
    pixels, pooled = tied(MaxPool2d(2, stride), x.ravel().tolist(), (1, 6, 7))
    tensor = torch.tensor(x[None, None], requires_grad=True)
    torch.nn.functional.max_pool2d(tensor, 2, stride).backward(torch.tensor(pooled[None, None].copy()))
    assert distance(tensor.grad.numpy()[0, 0], pixels) < 1e-15


def test_flattened_numbers_are_the_same_numbers() -> None:
    program = image_program(STACKS["flatten"])
    step = program.advance(program.start())[1]
    assert np.shares_memory(step.value("h1/a"), step.value("h2/a"))
    assert (step.value("h2/a") == step.value("h1/a").reshape(7, -1)).all()
    assert (step.adjoint("h2/a") == step.adjoint("h1/a").reshape(7, -1)).all()
    assert program.layout.size < image_program(STACKS["flatten"][:1]).layout.size + 500


@pytest.mark.parametrize("batch_size", [None, 2])
def test_dropout_masks_what_a_convolution_gives(batch_size: int | None) -> None:
    spec = replace(
        image_spec([conv(2, 2), MaxPool2d(2), conv(3, 2, padding=1)], batch_size=batch_size),
        regularisers=(Regulariser("dropout", 0.4), Regulariser("l2", 0.1), Regulariser("max_norm", 0.7)),
    )
    program = compile_program(spec, images())
    for state in start_and_later(program):
        assert_exact(program, state)
    step = program.advance(program.start())[1]
    assert (step.value("h1/a") == step.value("h1/f") * step.value("h1/mask")).all()
    assert set(np.unique(step.value("h1/mask"))) == {0.0, 1.0 / 0.6}
    W = program.run(program.start(), 5).parameter("h1/W")
    assert np.sqrt((W**2).sum(axis=(1, 2, 3))).max() <= 0.7 + 1e-12


def test_frozen_kernels_filters_and_single_weights_stay() -> None:
    frozen = ("h1/W[1]", "h1/W[0,1,2,0]", "h2/b")
    program = image_program([conv(2, 3), conv(2, 2)], frozen=frozen)
    before, after = program.start(), program.run(program.start(), 5)
    still = before.parameter("h1/W") == after.parameter("h1/W")
    expected = np.zeros((2, 2, 3, 3), dtype=bool)
    expected[1] = expected[0, 1, 2, 0] = True
    assert (still == expected).all()
    assert (before.parameter("h2/b") == after.parameter("h2/b")).all()


def test_glorot_counts_every_place_that_an_input_feeds() -> None:
    spec = image_spec([Conv2d(16, 3), Conv2d(200, 3, padding=1)])
    W = compile_program(spec, images()).start().parameter("h2/W")
    bound = np.sqrt(6.0 / (16 * 9 + 200 * 9))
    assert W.shape == (200, 16, 3, 3)
    assert 0.99 * bound < np.abs(W).max() <= bound
    he = Conv2d(200, 3, padding=1, initialiser=replace(spec.layers[0].initialiser, name="he_uniform"))
    W = compile_program(image_spec([Conv2d(16, 3), he]), images()).start().parameter("h2/W")
    assert 0.99 * np.sqrt(6.0 / 144) < np.abs(W).max() <= np.sqrt(6.0 / 144)


def test_a_fault_is_looked_for_in_layers_without_weights_too() -> None:
    program = image_program(STACKS["max pool that overlaps"])
    order = [(slot.path, slot.kind) for slot in computing_order(program.layout)]
    forward = [order.index((path, "value")) for path in ("h1/a", "h2/a", "h3/z", "out/a")]
    backward = [order.index((path, "adjoint")) for path in ("out/z", "h3/z", "h2/a", "h1/z")]
    assert forward + backward == sorted(forward + backward)


def test_an_evaluation_in_complex_numbers_is_that_in_real_ones() -> None:
    spec = image_spec([conv(2, 2), MaxPool2d(2, 1), conv(2, 2, 2, 1)])
    x, y = images()
    losses = []
    for dtype in (np.float64, np.complex128):
        forward = ForwardProgram(spec, SHAPE, len(x), dtype)
        model = compile_program(spec, (x, y)).start().model
        forward.load(model, x.reshape(len(x), -1), y)
        forward.run()
        losses.append(forward.buffers.value("L").item())
    assert losses[0] == pytest.approx(losses[1].real, rel=1e-14)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_many_examples_go_through_an_evaluation_in_parts(reduction: str, penalty: float, monkeypatch) -> None:
    spec = image_spec([conv(2, 2), MaxPool2d(2)])
    spec = replace(spec, loss=replace(spec.loss, reduction=reduction), regularisers=(Regulariser("l2", penalty),))
    program, in_parts = (compile_program(spec, images(23)) for _ in range(2))
    state, x, y = program.start(), program.examples.x, program.examples.y
    monkeypatch.setattr("core.evaluator.MOST_VALUES", 900)
    loss, answers = in_parts.evaluate(state, x, y), in_parts.predict(state, x)
    assert 1 < in_parts._evaluator._most < 12
    monkeypatch.undo()
    assert program._evaluator._most > 23
    assert loss == pytest.approx(program.evaluate(state, x, y), rel=1e-13)
    assert distance(program.predict(state, x), answers) < 1e-14
