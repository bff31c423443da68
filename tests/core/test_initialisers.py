"""Initialisers: the same seed gives the same weights, the spread is the one of the source, and each source is named."""

import numpy as np
import pytest

from core import Data, Dense, Initialiser, Spec, compile_program
from core.initialisers import ALIASES, INITIALISERS
from core.randomness import generator
from core.spec import adjust

OUT, IN = 300, 200
# The relative error of a variance estimated from n = 60,000 draws is about √(2/n) = 0.6 %; 4 % is seven times that.
SPREAD = 0.04

# Variance of one weight for scale 1.5, from the sources.
VARIANCES = {
    "glorot_uniform": 1.5**2 * 2 / (OUT + IN),
    "glorot_normal": 1.5**2 * 2 / (OUT + IN),
    "he_uniform": 1.5**2 * 2 / IN,
    "he_normal": 1.5**2 * 2 / IN,
    "lecun_uniform": 1.5**2 / IN,
    "lecun_normal": 1.5**2 / IN,
    "orthogonal": 1.5**2 / OUT,
    "identity": 1.5**2 / OUT * (1 - 1 / OUT),
    "pytorch_default": 1.5**2 / IN / 3,
    "keras_default": 1.5**2 * 2 / (OUT + IN),
    # 1 − 4 φ(2) / (2 Φ(2) − 1) of the whole normal's.
    "truncated_normal": 1.5**2 * 0.7737413035760,
    "normal": 1.5**2,
    "uniform": 1.5**2 / 3,
    "constant": 0.0,
    "zeros": 0.0,
}
# Those that draw nothing.
FIXED = {"constant", "zeros", "identity"}


def draw(name: str, seed: int = 0, scale: float = 1.5) -> np.ndarray:
    return INITIALISERS[name].draw(generator(seed, "h1/W"), OUT, IN, scale)


@pytest.mark.parametrize("name", INITIALISERS)
def test_the_same_seed_gives_the_same_weights(name: str) -> None:
    assert draw(name).tobytes() == draw(name).tobytes()
    if name not in FIXED:
        assert (draw(name) != draw(name, seed=1)).all()


@pytest.mark.parametrize("name", INITIALISERS)
def test_weights_have_the_shape_of_the_layer(name: str) -> None:
    assert draw(name).shape == (OUT, IN)
    assert draw(name).dtype == np.float64


@pytest.mark.parametrize("name", INITIALISERS)
def test_the_variance_is_that_of_the_source(name: str) -> None:
    weights = draw(name)
    assert abs(weights.var() - VARIANCES[name]) <= SPREAD * VARIANCES[name]
    if name not in FIXED:
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
    assert (start.parameter("h1/b") != 0.0).all() == (name not in {"zeros", "identity"})


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


@pytest.mark.parametrize(("rows", "columns"), [(8, 8), (40, 7), (7, 40), (1, 5), (5, 1), (1, 1), (300, 200)])
def test_orthogonal_weights_are_orthogonal(rows: int, columns: int) -> None:
    W = INITIALISERS["orthogonal"].draw(generator(3, "h1/W"), rows, columns, 2.0) / 2.0
    product = W @ W.T if rows <= columns else W.T @ W
    assert np.abs(product - np.eye(min(rows, columns))).max() <= 1e-14


def test_orthogonal_weights_are_spread_evenly() -> None:
    """Without the signs of R's diagonal, LAPACK's Q of a 1-1 matrix would always be the same number."""
    signs = [INITIALISERS["orthogonal"].draw(generator(seed, "h1/W"), 1, 1, 1.0).item() for seed in range(200)]
    assert set(signs) == {-1.0, 1.0}
    assert abs(sum(signs)) <= 5 * np.sqrt(200)


@pytest.mark.parametrize(("rows", "columns"), [(3, 3), (4, 2), (2, 4)])
def test_an_identity_hands_on_what_it_gets(rows: int, columns: int) -> None:
    W = INITIALISERS["identity"].draw(generator(0, "h1/W"), rows, columns, 1.0)
    assert np.eye(rows, columns).tolist() == W.tolist()


def test_a_truncated_normal_fills_two_deviations_and_stays_inside() -> None:
    assert 0.999 * 3.0 < np.abs(draw("truncated_normal")).max() <= 3.0


def test_pytorchs_default_draws_biases_too_and_kerass_does_not() -> None:
    torch, keras = (
        compile_program(Spec(Data(), (Dense(400, "tanh", Initialiser(name)), Dense(1)))).start()
        for name in ("pytorch_default", "keras_default")
    )
    for path in ("h1/W", "h1/b"):
        assert 0.98 / np.sqrt(2) < np.abs(torch.parameter(path)).max() <= 1 / np.sqrt(2)
    assert keras.parameter("h1/b").tolist() == [0.0] * 400
    assert 0.98 * np.sqrt(6 / 402) < np.abs(keras.parameter("h1/W")).max() <= np.sqrt(6 / 402)


def test_biases_follow_the_choice_of_a_scheme_and_come_back() -> None:
    spec = Spec()
    torch = adjust.with_initialiser(spec, "pytorch_default")
    assert {layer.bias_initialiser.name for layer in torch.layers} == {"pytorch_default"}
    assert {layer.bias_initialiser.name for layer in adjust.with_initialiser(torch, "he_normal").layers} == {"zeros"}
    own = Spec(layers=(Dense(1, bias_initialiser=Initialiser("normal", 0.3)),))
    assert adjust.with_initialiser(own, "pytorch_default").layers[0].bias_initialiser == Initialiser("normal", 0.3)


@pytest.mark.torch
def test_pytorchs_default_is_pytorchs() -> None:
    """The same interval for weights and for biases, of a layer with 50 inputs."""
    import torch

    torch.manual_seed(0)
    layer, ours = torch.nn.Linear(50, 4000), INITIALISERS["pytorch_default"]
    bound = 1 / np.sqrt(50)
    for numbers in (layer.weight.detach().numpy(), layer.bias.detach().numpy()):
        assert 0.99 * bound < np.abs(numbers).max() <= bound * (1 + 1e-6)
    assert 0.99 * bound < np.abs(ours.draw(generator(0, "h1/W"), 4000, 50, 1.0)).max() <= bound


@pytest.mark.parametrize("alias", ALIASES)
def test_the_names_of_pytorch_and_keras_are_understood(alias: str) -> None:
    assert Initialiser(alias, 0.5) == Initialiser(ALIASES[alias], 0.5)
    assert alias not in INITIALISERS
    text = f'{{"layers": [{{"units": 1, "initialiser": {{"name": "{alias}"}}}}]}}'
    assert Spec.from_json(text).layers[0].initialiser.name == ALIASES[alias]


@pytest.mark.torch
def test_pytorch_has_the_functions_whose_names_are_understood() -> None:
    import torch

    named = [alias for alias in ALIASES if alias.endswith("_")]
    assert len(named) >= 9
    assert all(hasattr(torch.nn.init, alias) for alias in named)
