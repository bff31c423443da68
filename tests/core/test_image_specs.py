"""Layers for images as specs: JSON and typed text there and back, what is refused, random networks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import (
    RECIPES,
    AveragePool2d,
    BackflowError,
    Conv2d,
    Dense,
    Flatten,
    GlobalAveragePool2d,
    Initialiser,
    MaxPool2d,
    Optimizer,
    Regulariser,
    Spec,
    SpecError,
    compile_program,
)
from core.fitting import given_examples
from core.gradcheck import complex_steps
from core.replicas import Replicas
from core.spec import adjust
from core.spec.convolution import PIXELWISE
from core.spec.typed import hidden_text
from tests.core.exactness import TOLERANCE, assert_exact
from tests.core.image_nets import STACKS, conv, image_program, image_spec, images
from tests.core.nets import distance, start_and_later

TEXTS = {
    "conv 8": (Conv2d(8),),
    "conv 8, pool 2, 32": (Conv2d(8), MaxPool2d(2), Dense(32, "relu")),
    "Conv 8 5x5 ReLU; average pool 3; global pool": (Conv2d(8, 5), AveragePool2d(3), GlobalAveragePool2d()),
    "conv 4 2x2 stride 2 padding 1 leaky relu, max pool": (Conv2d(4, 2, 2, 1, "leaky_relu"), MaxPool2d(2)),
    "pool 3 stride 2, flatten, 8 relu 4 tanh": (MaxPool2d(3, 2), Flatten(), Dense(8, "relu"), Dense(4, "tanh")),
}
RELU = image_spec([Dense(4, "relu")])


@pytest.mark.parametrize("text", TEXTS)
def test_typed_layers_are_read(text: str) -> None:
    spec = adjust.with_hidden(RELU, adjust.parse_widths(text))
    assert spec.layers[:-1] == TEXTS[text]
    assert adjust.with_hidden(spec, adjust.parse_widths(adjust.hidden_text(spec))) == spec


@pytest.mark.parametrize("stack", STACKS)
def test_what_is_shown_is_read_back(stack: str) -> None:
    spec = image_spec(STACKS[stack])
    assert adjust.with_hidden(spec, adjust.parse_widths(adjust.hidden_text(spec))) == spec


def test_layers_are_shown_short() -> None:
    layers = (Conv2d(8), Conv2d(4, 5, 2, 1), MaxPool2d(2), AveragePool2d(3, 1), GlobalAveragePool2d(), Flatten())
    shown = "conv 8, conv 4 5x5 stride 2 padding 1, pool 2, average pool 3 stride 1, global pool, flatten"
    assert hidden_text(layers) == shown
    assert hidden_text((*layers[:1], MaxPool2d(), Dense(3, "tanh"))) == "conv 8 relu, pool 2, 3 tanh"


TYPED_WRONG = {
    "conv": "conv: expected how many filters, such as conv 8.",
    "conv relu": "conv relu: expected how many filters",
    "conv 0": "layer.filters is 0: expected a whole number from 1 to 256",
    "conv 8 3x5": "conv 8 3x5: expected a square kernel, such as 3x3",
    "conv 8 99x99": "layer.kernel is 99: expected a whole number from 1 to 15",
    "conv 8 stride": "stride: expected how many pixels",
    "conv 8 stride 0": "layer.stride is 0",
    "conv 8 padding 9": "layer.padding is 9",
    "conv 8 relly": "hidden layers is 'conv 8 relly': expected whole numbers such as 8, 8",
    "conv 8 softmax": "layer.activation is 'softmax': expected one of tanh",
    "pool 2 relu": "for images also conv 8 5x5, pool 2, flatten",
    "pool -1": "layer.size is -1",
    "conv 8 pool 2": "hidden layers is 'conv 8 pool 2'",
    "flatten 3": "hidden layers is 'flatten 3'",
    ", ".join(["pool"] * 10): "the number of layers is 11",
}


@pytest.mark.parametrize("text", TYPED_WRONG)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SpecError) as refusal:
        adjust.with_hidden(RELU, adjust.parse_widths(text))
    assert TYPED_WRONG[text] in str(refusal.value)


@pytest.mark.parametrize("stack", STACKS)
def test_specs_go_through_json(stack: str) -> None:
    spec = image_spec(STACKS[stack])
    assert Spec.from_json(spec.to_json()) == spec


REFUSED = {
    "a pool that ends it": (lambda: Spec(layers=(Conv2d(2), MaxPool2d())), "The last layer is MaxPool2d(size=2"),
    "filters": (lambda: Conv2d(0), "layer.filters is 0"),
    "kernel": (lambda: Conv2d(2, 2.5), "layer.kernel is 2.5"),
    "softmax over pixels": (lambda: Conv2d(2, activation="softmax"), "layer.activation is 'softmax'"),
    "bias": (lambda: Conv2d(2, bias=1), "layer.bias is 1: expected true or false"),
    "initialiser": (lambda: Conv2d(2, initialiser="he"), "layer.initialiser is 'he'"),
    "pool stride": (lambda: AveragePool2d(2, 0), "layer.stride is 0"),
    "kind": (
        lambda: Spec.from_json('{"layers": [{"kind": "conv3d"}]}'),
        "spec.layers[0].kind is 'conv3d': expected one of dense, conv2d",
    ),
    "field": (lambda: Spec.from_json('{"layers": [{"kind": "flatten", "size": 2}]}'), "has no field 'size'"),
    "no image": (
        lambda: image_program([Conv2d(2)], shape=(12,)),
        "h1 is a convolution and its input has the shape (12): expected an image (channels, height, width)",
    ),
    "no image any more": (
        lambda: image_program([Conv2d(2), Flatten(), MaxPool2d()]),
        "h3 is a pooling and its input has the shape (24): expected an image",
    ),
    "a list already": (
        lambda: image_program([Dense(2), Flatten()]),
        "h2 is a flattening and its input has the shape (2): expected an image",
    ),
    "a large kernel": (
        lambda: image_program([Conv2d(2), Conv2d(3, 5)]),
        "h2 has a kernel of 5 × 5 pixels and its input has the shape (2, 4, 3): expected a kernel that is not larger",
    ),
    "a large kernel and padding": (
        lambda: image_program([Conv2d(2, 9, padding=1)]),
        "its input has the shape (2, 6, 5) with a padding of 1",
    ),
    "a large window": (lambda: image_program([MaxPool2d(6)]), "h1 has a window of 6 × 6 pixels"),
    "dropconnect": (lambda: regularised("dropconnect", 0.2), "regularisers has dropconnect and h1 is a convolution"),
    "batch norm": (lambda: regularised("batch_norm", 0.1), "regularisers has batch_norm and h1 is a convolution"),
    "a skip link": (
        lambda: image_spec([Conv2d(2), Dense(3), Dense(3)], skips=(("h1", "h3"),)),
        "skips has h1→h3: expected links between layers of units",
    ),
    "replicas": (
        lambda: Replicas([image_spec([Conv2d(1)])] * 3, [given_examples(*images())] * 3),
        "conv2d cannot run in replicas",
    ),
    "least squares": (
        lambda: compile_program(
            replace(image_spec([Conv2d(1)], ("linear", "mean_squared_error")), optimizer=LEAST_SQUARES), images()
        ),
        "h1 is no dense layer: the Jacobian is known for dense layers only",
    ),
}
LEAST_SQUARES = Optimizer("levenberg_marquardt")


def regularised(name: str, amount: float):
    return compile_program(replace(image_spec([Conv2d(2)]), regularisers=(Regulariser(name, amount),)), images())


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_a_sentence(case: str) -> None:
    make, said = REFUSED[case]
    with pytest.raises(BackflowError) as refusal:
        make()
    assert said in str(refusal.value)


def test_other_activations_and_initialisers_pass_layers_without_weights_by() -> None:
    spec = image_spec([conv(2), MaxPool2d(), Dense(3), Flatten()])
    changed = adjust.with_activation(spec, "sigmoid")
    assert [getattr(layer, "activation", "") for layer in changed.layers] == ["sigmoid", "", "sigmoid", "", "softmax"]
    drawn = adjust.with_initialiser(spec, "he_normal")
    assert drawn.layers[0].initialiser == drawn.layers[2].initialiser == Initialiser("he_normal")
    assert drawn.layers[1] == spec.layers[1]


def test_what_belongs_to_other_kernels_is_forgotten() -> None:
    spec = image_spec([conv(1), Dense(3)], frozen=("h1",))
    assert adjust.with_hidden(spec, adjust.parse_widths("conv 1 3x3, 3")).frozen == ("h1",)
    assert adjust.with_hidden(spec, adjust.parse_widths("conv 1 2x2, 3")).frozen == ()


def test_layers_for_images_go_where_the_data_are_none() -> None:
    cnn = RECIPES["cnn"]
    points = adjust.with_data(cnn, adjust.named("spirals", cnn))
    assert points.layers == (Dense(1, "sigmoid", cnn.output.initialiser),)
    assert compile_program(points).network.inputs == 2
    other = adjust.with_data(cnn, adjust.named("mnist", cnn))
    assert other.layers == cnn.layers
    assert compile_program(other).network.layers[0].shape == (6, 26, 26)


def test_the_recipe_tells_95_of_100_digits_apart() -> None:
    program = compile_program(RECIPES["cnn"])
    state = program.run(program.start(), 600)
    right = program.predict(state, program.examples.x_test).argmax(axis=1) == program.examples.y_test.argmax(axis=1)
    assert len(right) > 300
    assert right.mean() >= 0.95


def test_the_gradients_of_the_recipe_are_exact() -> None:
    """But for the kernels' biases: where paper is blank z is exactly 0, and the slope of the rectifier our choice."""
    program = compile_program(RECIPES["cnn"])
    for state in start_and_later(program):
        step = program.advance(state)[1]
        for path, expected in complex_steps(program, state, ("h1/W", "out/b")):
            assert distance(expected, step.gradient(path)) <= TOLERANCE


@st.composite
def small_nets(draw):
    """Any layers for images that fit behind each other, then perhaps a dense one."""
    shape = draw(st.tuples(st.integers(1, 2), st.integers(1, 5), st.integers(1, 5)))
    image, layers = shape, []
    for _ in range(draw(st.integers(1, 3))):
        smallest = min(image[1:])
        size, stride = draw(st.integers(1, min(3, smallest))), draw(st.integers(1, 3))
        kind = draw(st.sampled_from([Conv2d, MaxPool2d, AveragePool2d]))
        padding = draw(st.integers(0, 2)) if kind is Conv2d else 0
        if kind is Conv2d:
            one = conv(draw(st.integers(1, 2)), size, stride, padding, draw(smooth), draw(st.booleans()))
        else:
            one = kind(size, stride)
        layers.append(one)
        channels = one.filters if kind is Conv2d else image[0]
        image = (channels, *(1 + (length + 2 * padding - size) // stride for length in image[1:]))
    ends = [(), (GlobalAveragePool2d(),), (Flatten(),), (Dense(2, "tanh"),)]
    return shape, (*layers, *draw(st.sampled_from(ends)))


# What has no kinks, but for the largest of equal pixels, where the choice is ours.
smooth = st.sampled_from([name for name in PIXELWISE if name in ("tanh", "sigmoid", "gelu", "silu", "linear")])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_nets(), st.integers(1, 3), st.integers(0, 1000))
def test_random_networks_have_exact_derivatives(net, examples: int, seed: int) -> None:
    shape, layers = net
    program = compile_program(image_spec(layers, seed=seed), images(examples, shape, seed))
    assert Spec.from_json(program.spec.to_json()) == program.spec
    state = program.run(program.start(), 2)
    assert np.isfinite(state.vector).all()
    assert_exact(program, state)
