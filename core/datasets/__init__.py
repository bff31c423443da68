"""The data sets in menu order, and how a spec's data become read-only training, test and validation arrays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.datasets.adding import ADDING
from core.datasets.bars import BARS
from core.datasets.blobs import BLOBS
from core.datasets.breast_cancer import BREAST_CANCER
from core.datasets.circles import CIRCLES
from core.datasets.dataset import Array, DataRule, Examples, Task
from core.datasets.digits import DIGITS
from core.datasets.echo import ECHO
from core.datasets.fashion import FASHION
from core.datasets.gates import AND, OR, XOR
from core.datasets.iris import IRIS
from core.datasets.mnist import MNIST
from core.datasets.moons import MOONS
from core.datasets.one_of_eight import ONE_OF_EIGHT
from core.datasets.penguins import PENGUINS
from core.datasets.rhyme import RHYME
from core.datasets.sharing import Shared
from core.datasets.sine import SINE
from core.datasets.spirals import SPIRALS
from core.datasets.sunspots import SUNSPOTS
from core.datasets.waves import WAVES
from core.errors import SpecError
from core.randomness import generator

if TYPE_CHECKING:
    from core.spec.parts import Data

Indices = NDArray[np.intp]


def given(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Numbers that come with the spec are not drawn."""
    raise SpecError('data.name is "given" but there are no numbers: put them into data.x and data.y.')


GIVEN = DataRule("given numbers", given, "regression", 0, 0, "the examples that the spec carries")

DATASETS: dict[str, DataRule] = {
    "xor": XOR,
    "and": AND,
    "or": OR,
    "circles": CIRCLES,
    "moons": MOONS,
    "spirals": SPIRALS,
    "blobs": BLOBS,
    "sine": SINE,
    "one_of_eight": ONE_OF_EIGHT,
    "mnist": MNIST,
    "fashion": FASHION,
    "digits": DIGITS,
    "bars": BARS,
    "iris": IRIS,
    "penguins": PENGUINS,
    "breast_cancer": BREAST_CANCER,
    "echo": ECHO,
    "adding": ADDING,
    "waves": WAVES,
    "sunspots": SUNSPOTS,
    "rhyme": RHYME,
    "given": GIVEN,
}


def training_examples(data: Data) -> int | None:
    """How many examples are trained on; None when the numbers are still to be handed over."""
    total = len(data.x) if data.name == "given" else data.samples
    return total - sum(held_out(data, total)) if total else None


def held_out(data: Data, total: int) -> tuple[int, int]:
    """How many examples test and validation set get: rounded, at least one example stays for training."""
    tested = min(round(total * data.test_fraction), total - 1)
    return tested, min(round(total * data.validation_fraction), total - 1 - tested)


def made(data: Data) -> Examples:
    """The training, test and validation examples of a spec's data."""
    x, y = drawn(data)
    rule = DATASETS[data.name]
    order = held_out_first(generator(data.seed, "split").permutation(len(x)), round(len(x) * rule.test_share))
    test, validation, train = (np.sort(part) for part in np.split(order, np.cumsum(held_out(data, len(x)))))
    x = standardised(x, x[train]) if rule.standardised else x
    shape = rule.shape if rule.inputs else ()
    return asked(data, Examples(x[train], y[train], x[test], y[test], x[validation], y[validation], shape))


def held_out_first(order: Indices, own: int) -> Indices:
    """The `own` last rows, which a data set means for testing, before all others: these are held out first."""
    is_own = order >= len(order) - own
    return np.concatenate([order[is_own], order[~is_own]])


def standardised(x: Array, train: Array) -> Array:
    """Each input shifted and scaled so that the training examples have the mean 0 and the deviation 1."""
    deviation = train.std(axis=0)
    return np.asarray((x - train.mean(axis=0)) / np.where(deviation > 0.0, deviation, 1.0))


# The same read-only arrays for every session.
shared = Shared(made)


def load(data: Data) -> Examples:
    """The examples of a spec's data; what a step does to its images changes nothing about them."""
    return shared(replace(data, shift=0, rotation=0.0))


def asked(data: Data, examples: Examples) -> Examples:
    """The examples with the targets that are asked for: those they have, or the inputs themselves."""
    if data.answer == "given":
        return examples
    x, test, validation = examples.x, examples.x_test, examples.x_validation
    return Examples(x, x, test, test, validation, validation, examples.shape)


def task_of(data: Data) -> Task:
    """What the targets are: of inputs as targets, shares between 0 and 1 or any numbers."""
    if data.answer == "given":
        return DATASETS[data.name].task
    if data.name == "given" and not data.x:
        return "regression"
    examples = load(data)
    x = np.concatenate([examples.x, examples.x_test, examples.x_validation])
    return "binary" if x.min() >= 0.0 and x.max() <= 1.0 else "regression"


def inputs_of(data: Data) -> int:
    """How many numbers an example has; 0 where that is not known yet."""
    return len(data.x[0]) if data.x else DATASETS[data.name].inputs


def outputs_of(data: Data) -> int:
    """How many numbers are asked for; 0 where that is not known yet."""
    if data.answer == "input":
        return inputs_of(data)
    return len(data.y[0]) if data.y else DATASETS[data.name].outputs


def drawn(data: Data) -> tuple[Array, Array]:
    """All examples before the split."""
    if data.name == "given" and data.x:
        return np.array(data.x, dtype=float), np.array(data.y or data.x, dtype=float)
    return DATASETS[data.name].draw(generator(data.seed, f"data/{data.name}"), data.samples, data.noise)


__all__ = [
    "DATASETS",
    "DataRule",
    "Examples",
    "asked",
    "inputs_of",
    "load",
    "outputs_of",
    "task_of",
    "training_examples",
]
