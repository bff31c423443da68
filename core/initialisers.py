"""How weights start: each rule is a function of (generator, fan_out, fan_in, scale), with its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, int, float], Array]


@dataclass(frozen=True, slots=True)
class InitialiserRule:
    """A rule with what `scale` means in it and where it comes from."""

    label: str
    draw: Draw
    scale: str
    source: str


def zeros(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W = 0: every unit of a layer stays like every other, so nothing but the last layer learns."""
    return np.zeros((fan_out, fan_in))


def constant(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W = scale."""
    return np.full((fan_out, fan_in), scale)


def uniform(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ U(−scale, scale)."""
    return rng.uniform(-abs(scale), abs(scale), (fan_out, fan_in))


def normal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ N(0, scale²)."""
    return scale * rng.standard_normal((fan_out, fan_in))


def glorot_uniform(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ U(−r, r), r = scale · √(6 / (fan_in + fan_out))."""
    return uniform(rng, fan_out, fan_in, scale * np.sqrt(6.0 / (fan_in + fan_out)))


def glorot_normal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ N(0, s²), s = scale · √(2 / (fan_in + fan_out))."""
    return normal(rng, fan_out, fan_in, scale * np.sqrt(2.0 / (fan_in + fan_out)))


def he_uniform(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ U(−r, r), r = scale · √(6 / fan_in)."""
    return uniform(rng, fan_out, fan_in, scale * np.sqrt(6.0 / fan_in))


def he_normal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ N(0, s²), s = scale · √(2 / fan_in)."""
    return normal(rng, fan_out, fan_in, scale * np.sqrt(2.0 / fan_in))


GLOROT = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010"
HE = "He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015"
RUMELHART = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 323, 1986"

INITIALISERS: dict[str, InitialiserRule] = {
    "glorot_uniform": InitialiserRule("Glorot (Xavier) uniform", glorot_uniform, "gain", GLOROT),
    "glorot_normal": InitialiserRule("Glorot (Xavier) normal", glorot_normal, "gain", GLOROT),
    "he_uniform": InitialiserRule("He (Kaiming) uniform", he_uniform, "gain", HE),
    "he_normal": InitialiserRule("He (Kaiming) normal", he_normal, "gain", HE),
    "normal": InitialiserRule("normal", normal, "standard deviation", RUMELHART),
    "uniform": InitialiserRule("uniform", uniform, "half width", RUMELHART),
    "constant": InitialiserRule("constant", constant, "value", "shows why symmetry must be broken: " + RUMELHART),
    "zeros": InitialiserRule("zeros", zeros, "not used", "the usual start of biases; for weights see constant"),
}
