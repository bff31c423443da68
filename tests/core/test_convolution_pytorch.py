"""Convolutions and pooling beside PyTorch in double precision, with copied weights."""

import numpy as np
import pytest

from core import AveragePool2d, Conv2d, Flatten, GlobalAveragePool2d, Initialiser, MaxPool2d, Program, State
from tests.core.image_nets import SHAPE, STACKS, image_program
from tests.core.nets import distance
from tests.core.test_pytorch import activate, loss_of

pytestmark = pytest.mark.torch

# Expected 3e-15 for one step; fifty steps of a stable net add up to a few times that.
TOLERANCE = 1e-12
STEPS = 50


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    """For nets of this size, threads only wait for each other."""
    import torch

    torch.set_num_threads(1)


class Twin:
    """The same network in PyTorch, with everything between the data and the loss kept by name."""

    def __init__(self, program: Program, state: State) -> None:
        import torch

        self.spec = program.spec
        self.parameters = {
            slot.path: torch.tensor(np.array(state.parameter(slot.path)), requires_grad=True)
            for slot in program.layout.parameters()
        }
        self.optimizer = torch.optim.SGD(list(self.parameters.values()), lr=self.spec.learning_rate)
        self.between: dict[str, torch.Tensor] = {}

    def layer(self, name: str, layer, a):
        """The output of one layer."""
        from torch.nn import functional as F

        if isinstance(layer, MaxPool2d):
            return F.max_pool2d(a, layer.size, layer.stride)
        if isinstance(layer, AveragePool2d):
            return F.avg_pool2d(a, layer.size, layer.stride)
        if isinstance(layer, GlobalAveragePool2d):
            return F.adaptive_avg_pool2d(a, 1).flatten(1)
        if isinstance(layer, Flatten):
            return a.flatten(1)
        W, b = self.parameters[f"{name}/W"], self.parameters.get(f"{name}/b")
        if isinstance(layer, Conv2d):
            z = F.conv2d(a, W, b, stride=layer.stride, padding=layer.padding)
        else:
            z = F.linear(a.flatten(1), W, b)
        self.between[f"{name}/z"] = z
        return activate(layer.activation, z)

    def step(self, x: np.ndarray, y: np.ndarray) -> float:
        """Values and gradients at the current weights, then the update."""
        import torch

        a, target = torch.tensor(x.reshape(-1, *SHAPE).copy(), requires_grad=True), torch.tensor(np.array(y))
        self.pixels = a
        for name, layer in zip(self.spec.layer_names, self.spec.layers, strict=True):
            a = self.layer(name, layer, a)
            self.between[f"{name}/a"] = a
        for tensor in self.between.values():
            tensor.retain_grad()
        loss = loss_of(self.spec.loss.name, self.spec.loss.reduction, a, target)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()


@pytest.mark.parametrize("stack", STACKS)
def test_values_and_every_recorded_derivative_agree(stack: str) -> None:
    program = image_program(STACKS[stack], learning_rate=0.02)
    state = program.run(program.start(), 3)
    step, twin = program.advance(state)[1], Twin(program, state)
    assert distance(twin.step(step.value("x"), step.value("y")), step.loss) <= TOLERANCE
    for path, tensor in twin.between.items():
        assert distance(tensor.detach().numpy(), step.value(path)) <= TOLERANCE, path
    theirs = twin.parameters | twin.between
    pixels = twin.pixels.grad.numpy().reshape(len(step.value("x")), -1)
    assert distance(pixels, step.adjoint("x")) <= TOLERANCE
    for path in set(program.layout.paths("adjoint")) - {"x"}:
        assert distance(theirs[path].grad.numpy(), step.adjoint(path)) <= TOLERANCE, path


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("batch_size", [None, 3], ids=["full", "mini"])
def test_fifty_steps_of_descent_agree(stack: str, batch_size: int | None) -> None:
    program = image_program(STACKS[stack], batch_size=batch_size, learning_rate=0.05)
    state = program.start()
    twin = Twin(program, state)
    for _ in range(STEPS):
        state, step = program.advance(state)
        assert abs(twin.step(step.value("x"), step.value("y")) - step.loss) <= TOLERANCE
    for path, tensor in twin.parameters.items():
        assert distance(tensor.detach().numpy(), state.parameter(path)) <= TOLERANCE, path


@pytest.mark.parametrize("kind", [(1, 3), (3, 5), (8, 2)])
def test_the_spread_of_weights_is_that_of_pytorch(kind: tuple[int, int]) -> None:
    """xavier_uniform_ and the default of Conv2d draw from the same ranges."""
    import torch

    channels, kernel = kind
    theirs = torch.empty(256, channels, kernel, kernel, dtype=torch.float64)
    for name, init in (
        ("glorot_uniform", torch.nn.init.xavier_uniform_),
        ("pytorch_default", lambda tensor: torch.nn.init.kaiming_uniform_(tensor, a=5**0.5)),
    ):
        init(theirs)
        stack = [Conv2d(256, kernel, initialiser=Initialiser(name))]
        ours = image_program(stack, shape=(channels, 6, 5)).start().parameter("h1/W")
        assert ours.shape == tuple(theirs.shape)
        assert abs(np.abs(ours).max() / theirs.abs().max().item() - 1.0) < 0.01
