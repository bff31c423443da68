"""A training example in words: what it is called, what goes in and what is to come out."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.datasets import DATASETS, Examples
from viz.explain.numbers import decimal, rough

# More numbers than these are counted, not listed.
LISTED = 4


def name_of_example(place: int) -> str:
    """example 17: its place in the training examples, counted from 0."""
    return f"example {place}"


@lru_cache(maxsize=4096)
def described(examples: Examples, name: str, answer: str, place: int) -> str:
    """17: x (0.31, −0.52), target inside.  name: of the data set;  answer: what the network is asked for."""
    return f"{place}: {inputs(examples, place)}, {target(examples, name, answer, place)}"


def inputs(examples: Examples, place: int) -> str:
    """The numbers that go in; of an image, a sequence or a long list what it is."""
    x, shape = examples.x[place], examples.shape
    if x.size <= LISTED:
        return f"x {listed(x)}"
    if len(shape) == 3:
        return f"image of {shape[1]}×{shape[2]}"
    return f"sequence of {shape[0]}" if len(shape) == 2 else f"x of {x.size} numbers"


def target(examples: Examples, name: str, answer: str, place: int) -> str:
    """What is to come out: the name of a class where there are names, else the numbers."""
    if answer == "input":
        return "target the input itself"
    y, classes = examples.y[place], DATASETS[name].classes
    if DATASETS[name].task == "classes":
        return f"target {classes[int(y.argmax())] if classes else f'class {int(y.argmax())}'}"
    if y.size == 1 and len(classes) == 2 and float(y[0]) in (0.0, 1.0):
        return f"target {decimal(float(y[0]))} ({classes[int(y[0])]})"
    return f"target {listed(y)}" if y.size <= LISTED else f"target of {y.size} numbers"


def listed(numbers: NDArray[np.float64]) -> str:
    """One number, or a few in brackets, with four digits."""
    texts = [rough(value, 4) for value in numbers.tolist()]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
