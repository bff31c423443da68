"""Networks of any depth, width and mixture, with zeros and ties planted where numbers would never meet by chance."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from core import Data, Dense, Initialiser, Loss, Optimizer, Regulariser, Spec
from core.ops import ACTIVATIONS
from core.spec import REDUCTIONS
from core.spec.skips import possible
from core.spec.ties import widths_of
from tests.core.nets import ENDINGS
from tests.core.valid_specs import regularisers

DEEPEST, WIDEST = 6, 9
# Signals keep their size through six layers, and biases keep z away from 0.
WEIGHTS, BIASES = Initialiser("glorot_normal", 1.2), Initialiser("normal", 0.4)
# Over two examples a normalised unit is ±1 whatever its weights are: nothing is left of its gradient but rounding.
FEWEST = 3

SEEDS = st.integers(0, 2**32 - 1)


@st.composite
def architectures(draw, planted: bool = True) -> Spec:
    """Up to six hidden layers of up to nine units, up to five examples, and everything that can be switched on."""
    output, loss = draw(st.sampled_from(ENDINGS))
    # A softmax over one output is always 1, where a cross-entropy has no derivative.
    outputs = draw(st.integers(2 if output == "softmax" else 1, 4))
    inputs, examples = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    hidden = draw(hidden_layers())
    batch_size = draw(st.none() | st.integers(1, examples))
    batch = batch_size or examples
    rng = np.random.default_rng(draw(SEEDS))
    x, y = rng.normal(size=(examples, inputs)), rng.uniform(0.05, 0.95, size=(examples, outputs))
    layers = draw(with_ties_between((*hidden, Dense(outputs, output, WEIGHTS, bias_initialiser=BIASES)), inputs))
    hidden = layers[:-1]
    if planted:
        x = draw(with_ties(x))
    return Spec(
        data=Data("given", x=x, y=y),
        layers=layers,
        loss=Loss(loss, draw(st.sampled_from(REDUCTIONS))),
        optimizer=Optimizer("sgd", 1e-3),
        batch_size=batch_size,
        seed=draw(SEEDS),
        frozen=tuple(draw(st.lists(st.sampled_from(selectors(layers)), max_size=2))),
        initial=draw(planted_weights(layers, inputs, rng)) if planted else (),
        regularisers=fitting_ties(draw(regularisers(loss, batch if batch > FEWEST else 1, hidden)), hidden),
        skips=draw(links(hidden, inputs)),
    )


def selectors(layers: tuple[Dense, ...]) -> list[str]:
    """What can be frozen: weights only where a layer has some."""
    own = ["out/W[0]", "out/W[0,0]"] if not layers[-1].tied else []
    return ["out", "*/W", "*/b", *own]


@st.composite
def hidden_layers(draw) -> tuple[Dense, ...]:
    """Few widths, so that there is room for links."""
    widths = draw(st.lists(st.integers(1, WIDEST), min_size=1, max_size=2))
    depth = draw(st.integers(0, DEEPEST))
    return tuple(
        Dense(draw(st.sampled_from(widths)), draw(st.sampled_from(list(ACTIVATIONS))), WEIGHTS, bias_initialiser=BIASES)
        for _ in range(depth)
    )


def fitting_ties(chosen: tuple[Regulariser, ...], hidden: tuple[Dense, ...]) -> tuple[Regulariser, ...]:
    """A mask over weights needs weights of one's own."""
    return tuple(one for one in chosen if one.name != "dropconnect" or not any(layer.tied for layer in hidden))


@st.composite
def with_ties_between(draw, layers: tuple[Dense, ...], inputs: int) -> tuple[Dense, ...]:
    """Layers of which some use the weights of an earlier one, where the widths mirror each other."""
    widths, tied = widths_of(layers, inputs), list(layers)
    for place in range(1, len(layers)):
        mirrors = [k for k in range(place) if widths[k] == widths[place][::-1] and not tied[k].tied]
        if mirrors and draw(st.booleans()):
            tied[place] = replace(layers[place], tied=f"h{draw(st.sampled_from(mirrors)) + 1}")
    return tuple(tied)


@st.composite
def links(draw, hidden: tuple[Dense, ...], inputs: int) -> tuple[tuple[str, str], ...]:
    """Up to three of the links that the widths leave room for."""
    fitting = possible({"x": inputs} | {f"h{i}": layer.units for i, layer in enumerate(hidden, 1)})
    return tuple(draw(st.lists(st.sampled_from(fitting), unique=True, max_size=3))) if fitting else ()


@st.composite
def with_ties(draw, table: np.ndarray) -> np.ndarray:
    """A table in which one row may be like another, and one row or column may be 0."""
    table, (rows, columns) = table.copy(), table.shape
    plant = draw(st.sampled_from(["nothing", "equal rows", "zero row", "zero column", "zeros"]))
    if plant == "equal rows":
        table[-1] = table[0]
    if plant == "zero row":
        table[draw(st.integers(0, rows - 1))] = 0.0
    if plant == "zero column":
        table[:, draw(st.integers(0, columns - 1))] = 0.0
    if plant == "zeros":
        table[(np.arange(table.size) % 3 == 0).reshape(table.shape)] = 0.0
    return table


@st.composite
def planted_weights(draw, layers: tuple[Dense, ...], inputs: int, rng: np.random.Generator) -> tuple:
    """Pasted weights for some layers: dead inputs, units that are twins, and whose z are equal or exactly 0."""
    names, pairs = [*(f"h{i}" for i in range(1, len(layers))), "out"], []
    for name, layer, width in zip(names, layers, (inputs, *(layer.units for layer in layers)), strict=False):
        if not layer.tied and draw(st.booleans()):
            pairs.append((f"{name}/W", draw(with_ties(rng.normal(size=(layer.units, width)) / np.sqrt(width)))))
            pairs.append((f"{name}/b", np.full(layer.units, draw(st.sampled_from([0.0, 0.25, -0.5])))))
    return tuple(pairs)


# Activations and losses with a corner, and those that hand small whole numbers on as they are.
CORNERED = ("relu", "leaky_relu", "elu", "hard_tanh", "linear")
CORNERED_LOSSES = ("mean_absolute_error", "huber", "hinge", "half_squared_error")


@st.composite
def at_their_corners(draw) -> Spec:
    """Small whole numbers everywhere, so that z and errors fall exactly on the corners."""
    rng = np.random.default_rng(draw(SEEDS))
    loss = draw(st.sampled_from(CORNERED_LOSSES))
    widths = [
        draw(st.integers(1, 4)),
        *draw(st.lists(st.integers(1, WIDEST), max_size=DEEPEST)),
        draw(st.integers(1, 3)),
    ]
    activations = [draw(st.sampled_from(CORNERED)) for _ in widths[2:]] + ["linear"]
    examples = draw(st.integers(1, 4))
    names = [*(f"h{i}" for i in range(1, len(activations))), "out"]
    pairs = []
    for name, inputs, units in zip(names, widths, widths[1:], strict=False):
        pairs.append((f"{name}/W", sparse(rng, (units, inputs))))
        pairs.append((f"{name}/b", rng.integers(-1, 2, units).astype(float)))
    return Spec(
        data=Data("given", x=rng.integers(-1, 2, (examples, widths[0])), y=rng.integers(0, 2, (examples, widths[-1]))),
        layers=tuple(Dense(units, kind) for units, kind in zip(widths[1:], activations, strict=True)),
        loss=Loss(loss, draw(st.sampled_from(REDUCTIONS))),
        optimizer=Optimizer("sgd", 2.0**-10),
        initial=tuple(pairs),
    )


def sparse(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """−1, 0 and 1, most of them 0, so that sums stay small."""
    return rng.choice([-1.0, 0.0, 0.0, 1.0], size=shape)
