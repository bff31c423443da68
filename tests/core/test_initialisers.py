"""Initialisers: the same seed gives the same weights, the spread is the one of the source, and each source is named."""

import numpy as np
import pytest

from core import Data, Dense, Initialiser, Spec, compile_program
from core.initialisers import INITIALISERS
from core.randomness import generator

OUT, IN = 300, 200
# The relative error of a variance estimated from n = 60,000 draws is about √(2/n) = 0.6 %; 4 % is seven times that.
SPREAD = 0.04

# Variance of one weight for scale 1.5, from the sources.
VARIANCES = {
    "glorot_uniform": 1.5**2 * 2 / (OUT + IN),
    "glorot_normal": 1.5**2 * 2 / (OUT + IN),
    "he_uniform": 1.5**2 * 2 / IN,
    "he_normal": 1.5**2 * 2 / IN,
    "normal": 1.5**2,
    "uniform": 1.5**2 / 3,
    "constant": 0.0,
    "zeros": 0.0,
}


def draw(name: str, seed: int = 0, scale: float = 1.5) -> np.ndarray:
    return INITIALISERS[name].draw(generator(seed, "h1/W"), OUT, IN, scale)


@pytest.mark.parametrize("name", INITIALISERS)
def test_the_same_seed_gives_the_same_weights(name: str) -> None:
    assert draw(name).tobytes() == draw(name).tobytes()
    if VARIANCES[name]:
        assert (draw(name) != draw(name, seed=1)).all()


@pytest.mark.parametrize("name", INITIALISERS)
def test_weights_have_the_shape_of_the_layer(name: str) -> None:
    assert draw(name).shape == (OUT, IN)
    assert draw(name).dtype == np.float64


@pytest.mark.parametrize("name", INITIALISERS)
def test_the_variance_is_that_of_the_source(name: str) -> None:
    weights = draw(name)
    assert abs(weights.var() - VARIANCES[name]) <= SPREAD * VARIANCES[name]
    if VARIANCES[name]:
        assert abs(weights.mean()) <= 5 * np.sqrt(VARIANCES[name] / weights.size)


@pytest.mark.parametrize(("name", "half_width"), [("uniform", 1.5), ("glorot_uniform", 1.5 * np.sqrt(6 / (OUT + IN)))])
def test_uniform_weights_fill_their_interval_and_stay_inside(name: str, half_width: float) -> None:
    assert 0.99 * half_width < np.abs(draw(name)).max() <= half_width


def test_constant_and_zeros_are_what_they_say() -> None:
    assert (draw("constant") == 1.5).all()
    assert (draw("zeros") == 0.0).all()


@pytest.mark.parametrize("name", INITIALISERS)
def test_a_negative_scale_is_no_obstacle(name: str) -> None:
    assert np.isfinite(draw(name, scale=-2.0)).all()


@pytest.mark.parametrize("name", INITIALISERS)
def test_every_initialiser_says_where_it_comes_from_and_what_its_number_means(name: str) -> None:
    rule = INITIALISERS[name]
    assert rule.label.strip()
    assert rule.source.strip()
    assert rule.scale.strip()
    assert rule.draw.__doc__


@pytest.mark.parametrize("name", INITIALISERS)
def test_a_network_starts_from_its_initialiser(name: str) -> None:
    layer = Dense(4, "tanh", Initialiser(name, 0.5), bias_initialiser=Initialiser(name, 0.5))
    start = compile_program(Spec(Data(), (layer, Dense(1)), seed=3)).start()
    expected = INITIALISERS[name].draw(generator(3, "h1/W"), 4, 2, 0.5)
    assert expected.tolist() == start.parameter("h1/W").tolist()
    assert start.parameter("h1/b").shape == (4,)
    assert (start.parameter("h1/b") != 0.0).all() == (name != "zeros")


def test_biases_start_at_zero_unless_told_otherwise() -> None:
    assert compile_program(Spec()).start().parameter("h1/b").tolist() == [0.0] * 4


def test_the_seed_decides_all_weights() -> None:
    one, two, other = (compile_program(Spec(seed=seed)).start() for seed in (5, 5, 6))
    assert one == two
    assert (one.parameter("h1/W") != other.parameter("h1/W")).all()


def test_layers_of_one_shape_start_with_different_weights() -> None:
    layers = (Dense(3), Dense(3), Dense(3), Dense(1))
    start = compile_program(Spec(layers=layers)).start()
    assert (start.parameter("h2/W") != start.parameter("h3/W")).all()
