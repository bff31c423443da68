"""Batch normalisation, dropout and dropconnect beside PyTorch, with our masks: values, gradients, statistics."""

from dataclasses import replace

import numpy as np
import pytest

from core import Program, Regulariser, Spec, State, Step, compile_program
from tests.core.layered import layered_spec
from tests.core.nets import distance

pytestmark = pytest.mark.torch
TOLERANCE = 1e-12
STEPS = 200


def twin(program: Program, state: State):
    """A PyTorch network with the same weights: three hidden layers, perhaps normalised, and the output."""
    import torch

    modules = {}
    for name in program.spec.layer_names:
        W = state.parameter(f"{name}/W")
        gamma = (f"{name}/gamma", "value") in program.layout
        linear = torch.nn.Linear(W.shape[1], W.shape[0], bias=not gamma, dtype=torch.float64)
        put(linear.weight, W)
        modules[name] = linear
        if gamma:
            norm = torch.nn.BatchNorm1d(W.shape[0], momentum=program.spec.amount("batch_norm"), dtype=torch.float64)
            put(norm.weight, state.parameter(f"{name}/gamma"))
            put(norm.bias, state.parameter(f"{name}/b"))
            modules[f"{name}_norm"] = norm
        else:
            put(linear.bias, state.parameter(f"{name}/b"))
    return torch.nn.ModuleDict(modules)


def put(parameter, numbers: np.ndarray) -> None:
    import torch

    with torch.no_grad():
        parameter.copy_(torch.tensor(numbers))


def forward(net, x, step: Step | None, spec: Spec):
    """The network's outputs; with a step its masks act as they were drawn there."""
    import torch

    for name in ("h1", "h2", "h3"):
        weight = net[name].weight
        if step is not None and spec.amount("dropconnect"):
            weight = weight * torch.tensor(np.array(step.value(f"{name}/W:mask")))
        s = torch.nn.functional.linear(x, weight, net[name].bias)
        f = torch.tanh(net[f"{name}_norm"](s) if f"{name}_norm" in net else s)
        if step is not None and spec.amount("dropout"):
            f = f * torch.tensor(np.array(step.value(f"{name}/mask")))
        x = f
    return torch.sigmoid(net["out"](x))


def half_squares(a, y):
    return 0.5 * ((a - y) ** 2).sum(dim=1).mean()


@pytest.mark.parametrize("names", [("batch_norm",), ("dropout",), ("dropconnect",), ("dropout", "batch_norm")])
def test_training_and_evaluation_follow_pytorch(names: tuple[str, ...]) -> None:
    import torch

    program = compile_program(layered_spec(names, batch_size=4, learning_rate=0.05))
    state = program.start()
    net = twin(program, state)
    net.train()
    descent = torch.optim.SGD(net.parameters(), lr=0.05)
    for _ in range(STEPS):
        state, step = program.advance(state)
        loss = half_squares(forward(net, torch.tensor(np.array(step.value("x"))), step, program.spec), targets(step))
        descent.zero_grad()
        loss.backward()
        assert abs(loss.item() - step.loss) <= TOLERANCE
        # The routes of a normalisation may cancel: what is left keeps the rounding of what there was.
        scale = np.abs(step.gradient("out/W")).max()
        assert distance(net["h1"].weight.grad.numpy(), step.gradient("h1/W"), scale) <= TOLERANCE
        descent.step()
    assert distance(net["h2"].weight.detach().numpy(), state.parameter("h2/W")) <= TOLERANCE
    assert_evaluates_the_same(program, state, net)


def targets(step: Step):
    import torch

    return torch.tensor(np.array(step.value("y")))


def assert_evaluates_the_same(program: Program, state: State, net) -> None:
    import torch

    net.eval()
    x = program.examples.x
    with torch.no_grad():
        expected = forward(net, torch.tensor(np.array(x)), None, program.spec).numpy()
    assert distance(expected, program.predict(state, x)) <= TOLERANCE
    _, step = program.advance(state)
    for name in ("h1", "h2", "h3"):
        if f"{name}_norm" in net:
            norm = net[f"{name}_norm"]
            assert distance(norm.running_mean.numpy(), step.value(f"{name}/mean:running")) <= TOLERANCE
            assert distance(norm.running_var.numpy(), step.value(f"{name}/variance:running")) <= TOLERANCE


@pytest.mark.parametrize("p", [0.1, 0.5, 0.95])
def test_a_mask_scales_as_pytorch_does(p: float) -> None:
    """What PyTorch's dropout lets through of a row of ones is what our mask lets through."""
    import torch

    through = torch.nn.functional.dropout(torch.ones(1000, dtype=torch.float64), p).numpy()
    spec = replace(layered_spec(()), regularisers=(Regulariser("dropout", p),))
    program = compile_program(spec)
    rows = program.record(program.start(), 40).rows
    masks = np.array([program.step_from_row(0, row).value("h1/mask") for row in rows])
    assert set(np.unique(masks)) == set(np.unique(through))


@pytest.mark.parametrize("momentum", [0.01, 0.1, 1.0])
def test_running_statistics_follow_with_the_momentum_of_pytorch(momentum: float) -> None:
    import torch

    spec = replace(layered_spec(()), regularisers=(Regulariser("batch_norm", momentum),), batch_size=3)
    program = compile_program(spec)
    norm = torch.nn.BatchNorm1d(3, momentum=momentum, dtype=torch.float64)
    state = program.start()
    for _ in range(20):
        state, step = program.advance(state)
        norm(torch.tensor(np.array(step.value("h1/s"))))
    _, step = program.advance(state)
    assert distance(norm.running_mean.numpy(), step.value("h1/mean:running")) <= TOLERANCE
    assert distance(norm.running_var.numpy(), step.value("h1/variance:running")) <= TOLERANCE
