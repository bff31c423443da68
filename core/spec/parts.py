"""The parts of a spec: frozen, checked when made, so that a spec that exists is a spec that can run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from core.datasets import DATASETS
from core.errors import SpecError
from core.initialisers import ALIASES, INITIALISERS
from core.losses import LOSSES
from core.ops import ACTIVATIONS
from core.optimizers import OPTIMIZERS
from core.options import Pairs, checked_options, with_defaults
from core.regularisers import REGULARISERS
from core.schedules import SCHEDULES
from core.spec.checks import check_choice, check_flag, check_kind, check_number, frozen_numbers
from core.spec.limits import shown
from core.stops import STOPS

REDUCTIONS = ("mean", "sum")
ANSWERS = ("given", "input")


@dataclass(frozen=True, slots=True)
class Initialiser:
    """How a layer's weights start: a name of INITIALISERS and its one number (value, half-width, deviation or gain).

    The names of PyTorch and Keras are understood too, and kept under ours.
    """

    name: str = "glorot_uniform"
    scale: float = 1.0

    def __post_init__(self) -> None:
        if isinstance(self.name, str):
            object.__setattr__(self, "name", ALIASES.get(self.name, self.name))
        check_choice("initialiser.name", self.name, INITIALISERS)
        check_number(self, "scale", prefix="initialiser.")


LEFT_OUT = cast(Initialiser, None)


@dataclass(frozen=True, slots=True)
class Dense:
    """A fully connected layer: z = W x + b, a = activation(z).

    bias_initialiser: left out, biases start as goes with the initialiser: at zero, or as PyTorch draws them;
    tied: the layer whose weights, transposed, are used instead of weights of its own; the biases are its own.
    """

    units: int
    activation: str = "tanh"
    initialiser: Initialiser = field(default_factory=Initialiser)
    bias: bool = True
    bias_initialiser: Initialiser = LEFT_OUT
    tied: str = ""

    def __post_init__(self) -> None:
        check_number(self, "units", prefix="layer.")
        check_choice("layer.activation", self.activation, ACTIVATIONS)
        check_flag("layer.bias", self.bias)
        check_kind("layer.initialiser", self.initialiser, Initialiser)
        if self.bias_initialiser is LEFT_OUT:
            object.__setattr__(self, "bias_initialiser", Initialiser(INITIALISERS[self.initialiser.name].bias))
        check_kind("layer.bias_initialiser", self.bias_initialiser, Initialiser)
        if not isinstance(self.tied, str):
            raise SpecError(f"layer.tied is {shown(self.tied)}: expected the name of a layer, such as h1, or nothing.")


@dataclass(frozen=True, slots=True)
class Data:
    """A data set by name, or (name "given") the numbers themselves; empty numbers mean: handed to compile_program.

    samples: how many examples in all; of a shipped set the first of a shuffled line, as many of each class as it can;
    test_fraction, validation_fraction: the parts that are held out; the rest is trained on. A shipped set that has its
    own examples to test with holds those out first;
    answer: what the network is asked for: "given", the targets of the data set, or "input", the example itself;
    shift, rotation: by how many pixels and degrees a step moves and turns its images at most, each by chance.
    """

    name: str = "xor"
    samples: int = 4
    noise: float = 0.0
    seed: int = 0
    test_fraction: float = 0.0
    x: tuple[Any, ...] = ()
    y: tuple[Any, ...] = ()
    validation_fraction: float = 0.0
    answer: str = "given"
    shift: int = 0
    rotation: float = 0.0

    def __post_init__(self) -> None:
        check_choice("data.name", self.name, DATASETS)
        check_number(self, "samples", "noise", "seed", "test_fraction", "validation_fraction", prefix="data.")
        check_number(self, "shift", "rotation", prefix="data.")
        check_samples(self.name, self.samples)
        check_something_left(self.test_fraction, self.validation_fraction)
        for name in ("x", "y"):
            object.__setattr__(self, name, frozen_numbers(f"data.{name}", getattr(self, name), "given"))
        check_choice("data.answer", self.answer, ANSWERS)
        check_rectangular(self.x, self.y if self.y or self.answer == "given" else self.x)


@dataclass(frozen=True, slots=True)
class Loss:
    """A name of LOSSES and whether the examples of a batch are averaged ("mean") or added ("sum")."""

    name: str = "half_squared_error"
    reduction: str = "mean"

    def __post_init__(self) -> None:
        check_choice("loss.name", self.name, LOSSES)
        check_choice("loss.reduction", self.reduction, REDUCTIONS)


@dataclass(frozen=True, slots=True)
class Optimizer:
    """A name of OPTIMIZERS, its learning rate, and those of its options that were set: pairs (name, value)."""

    name: str = "sgd"
    learning_rate: float = 0.1
    options: Pairs = ()

    def __post_init__(self) -> None:
        check_choice("optimizer.name", self.name, OPTIMIZERS)
        check_number(self, "learning_rate", prefix="optimizer.")
        known = OPTIMIZERS[self.name].options
        object.__setattr__(self, "options", checked_options("optimizer", self.name, self.options, known))

    def option(self, name: str) -> float:
        """The value of an option: the one that was set, or the default."""
        return self.settings[name]

    @property
    def settings(self) -> dict[str, float]:
        """Every option by its name, and "learning_rate"."""
        return with_defaults(self.options, OPTIMIZERS[self.name].options) | {"learning_rate": self.learning_rate}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A name of SCHEDULES, which says how the learning rate changes, and those of its options that were set."""

    name: str = "constant"
    options: Pairs = ()

    def __post_init__(self) -> None:
        check_choice("schedule.name", self.name, SCHEDULES)
        known = SCHEDULES[self.name].options
        object.__setattr__(self, "options", checked_options("schedule", self.name, self.options, known))

    def option(self, name: str) -> float:
        """The value of an option: the one that was set, or the default."""
        return self.settings[name]

    @property
    def settings(self) -> dict[str, float]:
        """Every option by its name."""
        return with_defaults(self.options, SCHEDULES[self.name].options)


@dataclass(frozen=True, slots=True)
class Regulariser:
    """A name of REGULARISERS, its amount (0 changes nothing), and those of its options that were set."""

    name: str
    amount: float
    options: Pairs = ()

    def __post_init__(self) -> None:
        check_choice("regulariser.name", self.name, REGULARISERS)
        rule = REGULARISERS[self.name]
        object.__setattr__(self, "amount", rule.amount.check(f"the amount of {self.name}", self.amount))
        object.__setattr__(self, "options", checked_options("regulariser", self.name, self.options, rule.options))

    @property
    def settings(self) -> dict[str, float]:
        """Every option by its name."""
        return with_defaults(self.options, REGULARISERS[self.name].options)


@dataclass(frozen=True, slots=True)
class Stop:
    """A name of STOPS and the value at which the run stops by itself."""

    name: str
    value: float

    def __post_init__(self) -> None:
        check_choice("stop.name", self.name, STOPS)
        object.__setattr__(self, "value", STOPS[self.name].limit.check(f"stop.{self.name}", self.value))


def check_samples(name: str, samples: int) -> None:
    """A shipped data set has so many examples and no more."""
    most = DATASETS[name].most
    if most is not None and samples > most:
        raise SpecError(f"data.samples is {samples}: {name} has {most} examples; expected 4 to {most}.")


def check_something_left(test: float, validation: float) -> None:
    """The two parts that are held out must leave examples to train on."""
    if test + validation >= 1.0:
        raise SpecError(
            f"data.test_fraction is {test:g} and data.validation_fraction is {validation:g}: expected less than 1 "
            "together, for what is left is trained on."
        )


def check_rectangular(x: tuple[Any, ...], y: tuple[Any, ...]) -> None:
    """Given data: as many rows in y as in x, all rows of one length."""
    if len(x) != len(y):
        raise SpecError(f"data.x has {len(x)} rows and data.y has {len(y)}: expected as many targets as examples.")
    for name, rows in (("x", x), ("y", y)):
        if rows and len({len(row) if isinstance(row, tuple) else -1 for row in rows}) != 1:
            raise SpecError(f"data.{name} has rows of different lengths: expected a table, every row equally long.")
        if rows and not (
            isinstance(rows[0], tuple) and rows[0] and all(isinstance(v, float) for row in rows for v in row)
        ):
            raise SpecError(f"data.{name} is nested wrongly: expected a list of rows, each a list of numbers.")
