"""What a data set is: a generator of examples with its labels, and the frozen arrays a program trains on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Task = Literal["binary", "classes", "regression"]
Draw = Callable[[np.random.Generator, int, float], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class DataRule:
    """A data set by name: draw(generator, samples, noise) gives x (samples, inputs) and y (samples, outputs)."""

    label: str
    draw: Draw
    task: Task
    inputs: int
    outputs: int
    about: str


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Read-only training and test arrays: x (examples, inputs), y (examples, outputs); equal only to itself."""

    x: Array
    y: Array
    x_test: Array
    y_test: Array

    def __post_init__(self) -> None:
        for name in ("x", "y", "x_test", "y_test"):
            array = np.array(getattr(self, name), dtype=np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def __reduce__(self) -> tuple[Any, ...]:
        """Through the constructor, since arrays come writable out of a pickle."""
        return Examples, (self.x, self.y, self.x_test, self.y_test)
