"""What a data set is: a generator of examples with its labels, and the frozen arrays a program trains on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Task = Literal["binary", "classes", "regression"]
Group = Literal["points", "images", "tables", "sequences"]
PARTS = ("x", "y", "x_test", "y_test", "x_validation", "y_validation")
Draw = Callable[[np.random.Generator, int, float], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class DataRule:
    """A data set by name: draw(generator, samples, noise) gives x (samples, inputs) and y (samples, outputs).

    classes: what the classes are called, in the order of the outputs (or no and yes for a single output);
    shape, target_shape: one example, seen as (channels, height, width) or (steps, features); flat when left out;
    most: how many examples there are, None where they are generated;  test_share: the part of them that is meant for
    testing: it comes last, and is held out first;  standardised: inputs get the training examples' mean 0, deviation 1.
    """

    label: str
    draw: Draw
    task: Task
    inputs: int
    outputs: int
    about: str
    group: Group = "points"
    classes: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    target_shape: tuple[int, ...] = ()
    most: int | None = None
    test_share: float = 0.0
    standardised: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", self.shape or (self.inputs,))
        object.__setattr__(self, "target_shape", self.target_shape or (self.outputs,))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Examples:
    """Read-only training, test and validation arrays: x (examples, inputs), y (examples, outputs).

    shape: of one example: (inputs,), (channels, height, width) or (steps, features).  Equal only to itself.
    """

    x: Array
    y: Array
    x_test: Array
    y_test: Array
    x_validation: Array
    y_validation: Array
    shape: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in PARTS:
            array = np.array(getattr(self, name), dtype=np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        object.__setattr__(self, "shape", self.shape or self.x.shape[1:])

    @property
    def nbytes(self) -> int:
        """How much memory the arrays take."""
        return sum(getattr(self, name).nbytes for name in PARTS)

    def __reduce__(self) -> tuple[Any, ...]:
        """Through the constructor, since arrays come writable out of a pickle."""
        return Examples, (*(getattr(self, name) for name in PARTS), self.shape)
