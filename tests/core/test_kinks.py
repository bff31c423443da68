"""Where a rectifier has no derivative, at exactly 0, the documented choice: 0 for ReLU, 0.01 for leaky ReLU."""

import numpy as np
import pytest

from core import Data, Dense, Loss, Spec, Step, compile_program

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
