"""Where there is no derivative, the documented choice: the slope that PyTorch takes at exactly that number."""

import numpy as np
import pytest

from core import Data, Dense, Loss, Spec, Step, compile_program
from core.losses import LOSSES
from core.ops import ACTIVATIONS

CHOICE = {"relu": 0.0, "leaky_relu": 0.01}


def step_at_a_kink(activation: str) -> Step:
    """Three hidden units whose z are −1, exactly 0 and 1."""
    spec = Spec(
        data=Data("given", x=((1.0,),), y=((1.0,),)),
        layers=(Dense(3, activation), Dense(1, "linear")),
        loss=Loss("half_squared_error", "sum"),
        initial={"h1/W": ((-1.0,), (0.0,), (1.0,)), "out/W": ((2.0, 3.0, 4.0),)},
    )
    program = compile_program(spec)
    return program.advance(program.start())[1]


@pytest.mark.parametrize("activation", CHOICE)
def test_the_slope_at_zero_is_the_documented_choice(activation: str) -> None:
    low, step = CHOICE[activation], step_at_a_kink(activation)
    assert step.value("h1/z").tolist() == [[-1.0, 0.0, 1.0]]
    assert [[-low, 0.0, 1.0]] == step.value("h1/a").tolist()
    assert [[low, low, 1.0]] == step.value("h1/slope").tolist()


@pytest.mark.parametrize("activation", CHOICE)
def test_the_delta_at_zero_is_the_adjoint_times_that_slope(activation: str) -> None:
    step = step_at_a_kink(activation)
    residual = step.value("out/a")[0, 0] - 1.0
    assert (residual * np.array([[2.0, 3.0, 4.0]])).tolist() == step.adjoint("h1/a").tolist()
    assert (step.adjoint("h1/a") * step.value("h1/slope")).tolist() == step.delta("h1").tolist()


@pytest.mark.torch
@pytest.mark.parametrize("activation", CHOICE)
def test_pytorch_chooses_the_same_slope_at_zero(activation: str) -> None:
    import torch

    z = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    getattr(torch.nn.functional, activation)(z).sum().backward()
    assert z.grad.item() == CHOICE[activation]


# Slopes at the kinks: of activations as functions of z, of losses as functions of their one output for a target of 1.
SLOPES = {
    "relu": {0.0: 0.0},
    "leaky_relu": {0.0: 0.01},
    "elu": {0.0: 1.0},
    "hard_tanh": {-1.0: 0.0, 1.0: 0.0},
}
LOSS_SLOPES = {
    "mean_absolute_error": {1.0: 0.0},
    "huber": {0.0: -1.0, 2.0: 1.0},
    "hinge": {1.0: -1.0},
}


def output_step(activation: str, loss: str, z: float, y: float = 1.0) -> Step:
    """One example, one output, whose z is given exactly."""
    spec = Spec(
        Data("given", x=((0.0,),), y=((y,),)), (Dense(1, activation),), Loss(loss, "sum"), initial={"out/b": (z,)}
    )
    program = compile_program(spec)
    return program.advance(program.start())[1]


@pytest.mark.parametrize(("activation", "z"), [(name, z) for name, slopes in SLOPES.items() for z in slopes])
def test_every_activation_takes_its_documented_slope_at_its_kinks(activation: str, z: float) -> None:
    step = output_step(activation, "half_squared_error", z, y=3.0)
    assert step.value("out/slope").item() == SLOPES[activation][z]
    assert step.delta("out").item() == (step.value("out/a").item() - 3.0) * SLOPES[activation][z]


@pytest.mark.parametrize(("loss", "a"), [(name, a) for name, slopes in LOSS_SLOPES.items() for a in slopes])
def test_every_loss_takes_its_documented_slope_at_its_corners(loss: str, a: float) -> None:
    step = output_step("linear", loss, a)
    assert step.adjoint("out/a").item() == LOSS_SLOPES[loss][a]
    assert LOSSES[loss].slopes(np.array([[a]]), np.array([[1.0]])).item() == LOSS_SLOPES[loss][a]


def test_the_tables_above_know_every_kink() -> None:
    named = {name: rule.kinks for name, rule in ACTIVATIONS.items() if getattr(rule, "kinks", ())}
    assert {name: tuple(slopes) for name, slopes in SLOPES.items()} == named
    assert set(LOSS_SLOPES) == {name for name, rule in LOSSES.items() if rule.kinks}


@pytest.mark.parametrize(("y", "t"), [(0.0, -1.0), (-1.0, -1.0), (0.5, -1.0), (1.0, 1.0)])
def test_a_hinge_reads_its_targets_as_signs(y: float, t: float) -> None:
    step = output_step("linear", "hinge", 0.25, y)
    assert (1.0 - t * 0.25, -t) == (step.loss, step.adjoint("out/a").item())


@pytest.mark.torch
@pytest.mark.parametrize(("activation", "z"), [(name, z) for name, slopes in SLOPES.items() for z in slopes])
def test_pytorch_takes_the_same_slope_at_every_kink(activation: str, z: float) -> None:
    import torch

    at = torch.tensor([z], dtype=torch.float64, requires_grad=True)
    getattr(torch.nn.functional, {"hard_tanh": "hardtanh"}.get(activation, activation))(at).sum().backward()
    assert at.grad.item() == SLOPES[activation][z]


@pytest.mark.torch
@pytest.mark.parametrize(("loss", "a"), [(name, a) for name, slopes in LOSS_SLOPES.items() for a in slopes])
def test_pytorch_takes_the_same_slope_at_every_corner(loss: str, a: float) -> None:
    import torch
    from torch.nn import functional as F

    at, one = torch.tensor([a], dtype=torch.float64, requires_grad=True), torch.ones(1, dtype=torch.float64)
    {
        "mean_absolute_error": lambda: F.l1_loss(at, one),
        "huber": lambda: F.huber_loss(at, one),
        "hinge": lambda: F.margin_ranking_loss(at, 0 * one, one, margin=1.0),
    }[loss]().backward()
    assert at.grad.item() == LOSS_SLOPES[loss][a]
