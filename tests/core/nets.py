"""Small networks of every kind, and how far two arrays are apart, for tests that run over the tables."""

import numpy as np

from core import Data, Dense, Initialiser, Loss, Optimizer, Program, Spec, State, Step, compile_program
from core.losses import LOSSES
from core.ops import ACTIVATIONS

# Five examples, two inputs, three outputs. Targets add up to one and lie between 0 and 1, so they suit every loss.
X = ((0.3, -0.8), (-1.2, 0.5), (0.9, 0.7), (-0.4, -0.6), (0.1, 1.1))
Y = ((0.7, 0.2, 0.1), (0.1, 0.1, 0.8), (0.25, 0.5, 0.25), (0.6, 0.1, 0.3), (0.05, 0.9, 0.05))

# Output activation and loss, wherever the loss can be taken of the outputs.
ENDINGS = [(a, loss) for loss, rule in LOSSES.items() for a in rule.output_activations or ACTIVATIONS]

# Hidden activation and ending, paired off: every ending with three activations, every activation with one ending of
# each kind. All pairs would be four times as many and hold nothing more, since layers meet only in z, a and ∂L/∂a.
COMMON = (
    ("linear", "mean_squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "categorical_cross_entropy"),
    ("sigmoid", "half_squared_error"),
)
PAIRS = list(
    dict.fromkeys(
        [(hidden, ending) for hidden in ACTIVATIONS for ending in COMMON]
        + [
            (list(ACTIVATIONS)[(i + k) % len(ACTIVATIONS)], ending)
            for i, ending in enumerate(ENDINGS)
            for k in (0, 4, 7)
        ]
    )
)
PAIR_IDS = [f"{hidden}-{output}-{loss}" for hidden, (output, loss) in PAIRS]

# Random biases keep z away from 0, where rectifiers have no derivative.
WEIGHTS, BIASES = Initialiser("normal", 0.8), Initialiser("normal", 0.4)


def dense(units: int, activation: str) -> Dense:
    return Dense(units, activation, WEIGHTS, bias_initialiser=BIASES)


def small_spec(
    hidden: str = "tanh",
    ending: tuple[str, str] = ("sigmoid", "half_squared_error"),
    depth: int = 2,
    batch_size: int | None = None,
    reduction: str = "mean",
    seed: int = 0,
    learning_rate: float = 0.1,
) -> Spec:
    """A net with `depth` layers: depth − 1 hidden ones of two or three units, and three outputs."""
    output, loss = ending
    return Spec(
        data=Data("given", x=X, y=Y),
        layers=(*(dense(2 + k % 2, hidden) for k in range(depth - 1)), dense(3, output)),
        loss=Loss(loss, reduction),
        optimizer=Optimizer("sgd", learning_rate),
        batch_size=batch_size,
        seed=seed,
    )


def small_program(*args, **keywords) -> Program:
    return compile_program(small_spec(*args, **keywords))


def start_and_later(program: Program, steps: int = 4) -> list[State]:
    """The start, where things are still random, and the state after a few steps of training."""
    start = program.start()
    return [start, program.run(start, steps)]


def gaps(program: Program, step: Step) -> np.ndarray:
    """How far each z of the step is from where its activation, and each output from where its loss, has a kink."""
    found = [np.array([np.inf])]
    for name, layer in zip(program.spec.layer_names, program.spec.layers, strict=True):
        for kink in getattr(ACTIVATIONS[layer.activation], "kinks", ()):
            found.append(np.abs(step.value(f"{name}/z") - kink).ravel())
    rule = LOSSES[program.spec.loss.name]
    place = rule.kinked(step.value("out/a"), step.value("y"))
    return np.concatenate([*found, *(np.abs(place - kink).ravel() for kink in rule.kinks)])


def clearance(program: Program, step: Step) -> float:
    """The smallest of these gaps."""
    return float(gaps(program, step).min())


def distance(expected, actual, scale: float = 0.0) -> float:
    """The largest difference, relative to the largest entry (or `scale`, where numbers are what others left over)."""
    expected, actual = np.asarray(expected), np.asarray(actual)
    assert expected.shape == actual.shape
    scale = max(scale, np.abs(expected).max(initial=0.0), np.abs(actual).max(initial=0.0))
    return float(np.abs(expected - actual).max(initial=0.0) / scale) if scale else 0.0
