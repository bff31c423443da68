"""PyTorch, in double precision and with copied weights, sees the same values, gradients and trajectories."""

import numpy as np
import pytest

from core import Program, State
from core.spec import REDUCTIONS
from tests.core.nets import PAIR_IDS, PAIRS, distance, small_program

pytestmark = pytest.mark.torch

# Expected 3e-15 for one step; fifty steps of a stable net add up to a few times that.
TOLERANCE = 1e-12
STEPS = 50


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> None:
    """For nets of this size, threads only wait for each other."""
    import torch

    torch.set_num_threads(1)


def activate(name: str, z):
    import torch

    functions = {
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "leaky_relu": torch.nn.functional.leaky_relu,
        "elu": torch.nn.functional.elu,
        "gelu": torch.nn.functional.gelu,
        "silu": torch.nn.functional.silu,
        "softplus": lambda z: torch.nn.functional.softplus(z, threshold=40.0),
        "hard_tanh": torch.nn.functional.hardtanh,
        "linear": torch.clone,
        "softmax": lambda z: torch.softmax(z, dim=1),
    }
    return functions[name](z)


def loss_of(name: str, reduction: str, a, y):
    from torch.nn import functional as F

    of_each = {
        "half_squared_error": lambda: 0.5 * F.mse_loss(a, y, reduction="none").sum(dim=1),
        "mean_squared_error": lambda: F.mse_loss(a, y, reduction="none").mean(dim=1),
        "mean_absolute_error": lambda: F.l1_loss(a, y, reduction="none").mean(dim=1),
        "huber": lambda: F.huber_loss(a, y, reduction="none").mean(dim=1),
        "binary_cross_entropy": lambda: F.binary_cross_entropy(a, y, reduction="none").mean(dim=1),
        "categorical_cross_entropy": lambda: -(y * a.log()).sum(dim=1),
        "hinge": lambda: F.margin_ranking_loss(
            a, 0 * a.detach(), (y > 0.5).double() * 2 - 1, margin=1.0, reduction="none"
        ).mean(dim=1),
    }[name]()
    return of_each.mean() if reduction == "mean" else of_each.sum()


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

    def step(self, x: np.ndarray, y: np.ndarray) -> float:
        """Values and gradients at the current weights, then the update."""
        import torch

        a, target = (torch.tensor(np.array(table)) for table in (x, y))
        for name, layer in zip(self.spec.layer_names, self.spec.layers, strict=True):
            z = torch.nn.functional.linear(a, self.parameters[f"{name}/W"], self.parameters[f"{name}/b"])
            a = activate(layer.activation, z)
            self.between |= {f"{name}/z": z, f"{name}/a": a}
            z.retain_grad(), a.retain_grad()
        loss = loss_of(self.spec.loss.name, self.spec.loss.reduction, a, target)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
def test_values_and_every_recorded_derivative_agree(hidden: str, ending: tuple[str, str]) -> None:
    for reduction in REDUCTIONS:
        program = small_program(hidden, ending, 3, reduction=reduction, learning_rate=0.02)
        state = program.run(program.start(), 3)
        step, twin = program.advance(state)[1], Twin(program, state)
        assert distance(twin.step(step.value("x"), step.value("y")), step.loss) <= TOLERANCE
        for path, tensor in twin.between.items():
            assert distance(tensor.detach().numpy(), step.value(path)) <= TOLERANCE, path
        for path, tensor in (twin.parameters | twin.between).items():
            assert distance(tensor.grad.numpy(), step.adjoint(path)) <= TOLERANCE, path


@pytest.mark.parametrize(("hidden", "ending"), PAIRS, ids=PAIR_IDS)
@pytest.mark.parametrize("batch_size", [None, 2], ids=["full", "mini"])
def test_fifty_steps_of_descent_agree(hidden: str, ending: tuple[str, str], batch_size: int | None) -> None:
    program = small_program(hidden, ending, 3, batch_size, learning_rate=0.02)
    state = program.start()
    twin = Twin(program, state)
    for _ in range(STEPS):
        state, step = program.advance(state)
        assert distance(twin.step(step.value("x"), step.value("y")), step.loss) <= TOLERANCE
    for path, tensor in twin.parameters.items():
        assert distance(tensor.detach().numpy(), state.parameter(path)) <= TOLERANCE, path


def test_one_hot_classes_give_pytorchs_cross_entropy() -> None:
    """Taken from z, as PyTorch does it and as the fused loss does."""
    from torch import tensor
    from torch.nn import functional as F

    from core import RECIPES, compile_program

    program = compile_program(RECIPES["blobs"])
    step = program.advance(program.start())[1]
    z, y = tensor(np.array(step.value("out/z"))), tensor(np.array(step.value("y")))
    assert distance(F.cross_entropy(z, y.argmax(dim=1)).item(), step.loss) <= TOLERANCE


def test_certain_outputs_give_pytorchs_binary_cross_entropy_with_logits() -> None:
    """Where a sigmoid is 1 to the last bit its logarithm is gone, but the loss from z is not."""
    from torch import tensor
    from torch.nn import functional as F

    program = small_program(ending=("sigmoid", "binary_cross_entropy"))
    state = program.start().with_parameter("out/b", [80.0, -80.0, 500.0])
    step = program.advance(state)[1]
    z, y = tensor(np.array(step.value("out/z"))), tensor(np.array(step.value("y")))
    assert distance(F.binary_cross_entropy_with_logits(z, y).item(), step.loss) <= TOLERANCE
