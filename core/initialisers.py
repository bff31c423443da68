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
    """A rule with what `scale` means in it and where it comes from; bias: how biases start that were told nothing.

    counts_outputs: whether the spread falls with √(fan_in + fan_out).
    """

    label: str
    draw: Draw
    scale: str
    source: str
    bias: str = "zeros"
    counts_outputs: bool = False


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


def lecun_uniform(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ U(−r, r), r = scale · √(3 / fan_in)."""
    return uniform(rng, fan_out, fan_in, scale * np.sqrt(3.0 / fan_in))


def lecun_normal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ N(0, s²), s = scale · √(1 / fan_in); Keras cuts its normal off at two deviations, and widens it to match."""
    return normal(rng, fan_out, fan_in, scale * np.sqrt(1.0 / fan_in))


def truncated_normal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W ~ N(0, scale²), drawn again wherever |W| > 2 scale; what is left has the deviation 0.8796 · scale."""
    drawn = rng.standard_normal((fan_out, fan_in))
    while (outside := np.abs(drawn) > CUT).any():
        drawn[outside] = rng.standard_normal(int(outside.sum()))
    return scale * drawn


def orthogonal(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W = scale · Q, with W Wᵀ = scale² I or, for a tall W, Wᵀ W = scale² I.

    Q is that of a QR decomposition of a normal matrix; its columns get the signs of the diagonal of R, without which
    it would not be spread evenly over the orthogonal matrices (Mezzadri, Notices of the AMS 54, 2007).
    """
    drawn = rng.standard_normal((max(fan_out, fan_in), min(fan_out, fan_in)))
    q, r = np.linalg.qr(drawn)
    q *= np.where(np.diag(r) < 0.0, -1.0, 1.0)
    return scale * (q if fan_out >= fan_in else np.ascontiguousarray(q.T))


def identity(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W = scale on the diagonal, 0 elsewhere: a layer that at first hands on what it gets."""
    return scale * np.eye(fan_out, fan_in)


def pytorch_default(rng: np.random.Generator, fan_out: int, fan_in: int, scale: float) -> Array:
    """W, b ~ U(−r, r), r = scale / √fan_in: what kaiming_uniform_(a=√5) comes to, √(2 / (1 + 5)) · √(3 / fan_in)."""
    return uniform(rng, fan_out, fan_in, scale / np.sqrt(fan_in))


# How many standard deviations a truncated normal keeps.
CUT = 2.0

GLOROT = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010"
HE = "He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015"
RUMELHART = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 323, 1986"
LECUN = "LeCun, Bottou, Orr and Müller, Efficient BackProp, in Neural Networks: Tricks of the Trade, Springer 1998"
SAXE = "Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, ICLR 2014"
LE = "Le, Jaitly and Hinton, A simple way to initialize recurrent networks of rectified linear units, arXiv 2015"
RESAMPLED = "TensorFlow's and Keras's TruncatedNormal: cut off at two standard deviations, drawn again"
TORCH = "torch.nn.Linear.reset_parameters: kaiming_uniform_(a=√5) for weights, U(−1/√fan_in, 1/√fan_in) for biases"
KERAS = "keras.layers.Dense: kernel_initializer glorot_uniform, bias_initializer zeros; " + GLOROT

INITIALISERS: dict[str, InitialiserRule] = {
    "glorot_uniform": InitialiserRule("Glorot (Xavier) uniform", glorot_uniform, "gain", GLOROT, counts_outputs=True),
    "glorot_normal": InitialiserRule("Glorot (Xavier) normal", glorot_normal, "gain", GLOROT, counts_outputs=True),
    "he_uniform": InitialiserRule("He (Kaiming) uniform", he_uniform, "gain", HE),
    "he_normal": InitialiserRule("He (Kaiming) normal", he_normal, "gain", HE),
    "lecun_uniform": InitialiserRule("LeCun uniform", lecun_uniform, "gain", LECUN),
    "lecun_normal": InitialiserRule("LeCun normal", lecun_normal, "gain", LECUN),
    "orthogonal": InitialiserRule("orthogonal", orthogonal, "gain", SAXE),
    "identity": InitialiserRule("identity", identity, "value on the diagonal", LE),
    "pytorch_default": InitialiserRule("PyTorch's default", pytorch_default, "gain", TORCH, bias="pytorch_default"),
    "keras_default": InitialiserRule("Keras's default", glorot_uniform, "gain", KERAS, counts_outputs=True),
    "truncated_normal": InitialiserRule(
        "truncated normal", truncated_normal, "standard deviation before cutting", RESAMPLED
    ),
    "normal": InitialiserRule("normal", normal, "standard deviation", RUMELHART),
    "uniform": InitialiserRule("uniform", uniform, "half width", RUMELHART),
    "constant": InitialiserRule("constant", constant, "value", "shows why symmetry must be broken: " + RUMELHART),
    "zeros": InitialiserRule("zeros", zeros, "not used", "the usual start of biases; for weights see constant"),
}

# What PyTorch (torch.nn.init) and Keras call these rules; Keras's HeNormal and its like draw from a truncated normal,
# ours from a whole one.
ALIASES: dict[str, str] = {
    "xavier_uniform": "glorot_uniform",
    "xavier_uniform_": "glorot_uniform",
    "GlorotUniform": "glorot_uniform",
    "xavier_normal": "glorot_normal",
    "xavier_normal_": "glorot_normal",
    "GlorotNormal": "glorot_normal",
    "kaiming_uniform": "he_uniform",
    "kaiming_uniform_": "he_uniform",
    "HeUniform": "he_uniform",
    "kaiming_normal": "he_normal",
    "kaiming_normal_": "he_normal",
    "HeNormal": "he_normal",
    "LecunUniform": "lecun_uniform",
    "LecunNormal": "lecun_normal",
    "orthogonal_": "orthogonal",
    "Orthogonal": "orthogonal",
    "eye": "identity",
    "eye_": "identity",
    "Identity": "identity",
    "trunc_normal": "truncated_normal",
    "trunc_normal_": "truncated_normal",
    "TruncatedNormal": "truncated_normal",
    "random_normal": "normal",
    "normal_": "normal",
    "RandomNormal": "normal",
    "random_uniform": "uniform",
    "uniform_": "uniform",
    "RandomUniform": "uniform",
    "constant_": "constant",
    "Constant": "constant",
    "zeros_": "zeros",
    "Zeros": "zeros",
}
