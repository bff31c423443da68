"""Recurrent layers beside PyTorch, with copied weights: values, gradients, truncation, and fifty steps of training."""

import numpy as np
import pytest

from core import Program, State
from tests.core.nets import distance
from tests.core.recurring import KINDS, recurrent_program

pytestmark = pytest.mark.torch
TOLERANCE = 1e-12
STEPS = 50
# Which of our stretches of rows each of PyTorch's is.
ORDER = {"simple_rnn": (0,), "lstm": (0, 1, 3, 2), "gru": (0, 1, 2)}


def in_order(kind: str, rows: np.ndarray) -> np.ndarray:
    """Our rows in PyTorch's order, or PyTorch's in ours: the exchange is its own inverse."""
    parts = np.split(rows, len(ORDER[kind]))
    return np.concatenate([parts[place] for place in ORDER[kind]])


class Twin:
    """The same network in PyTorch: one recurrent layer and a linear one."""

    def __init__(self, kind: str, program: Program, state: State) -> None:
        import torch

        self.kind, self.truncate = kind, program.spec.layers[0].truncate
        self.sequence = program.spec.layers[0].sequence
        rule = {"simple_rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind]
        self.layer = rule(2, 3, batch_first=True, dtype=torch.float64)
        self.head = torch.nn.Linear(3, 2, dtype=torch.float64)
        second = np.zeros_like(state.parameter("h1/b"))
        if kind == "gru":
            second[6:] = state.parameter("h1/c")
        self.put(self.layer.weight_ih_l0, in_order(kind, state.parameter("h1/W")))
        self.put(self.layer.weight_hh_l0, in_order(kind, state.parameter("h1/U")))
        self.put(self.layer.bias_ih_l0, in_order(kind, state.parameter("h1/b")))
        self.put(self.layer.bias_hh_l0, second)
        self.put(self.head.weight, state.parameter("out/W"))
        self.put(self.head.bias, state.parameter("out/b"))

    @property
    def parameters(self) -> list:
        """All that is trained; of PyTorch's two biases one, and of the second one of a GRU the part that we have."""
        self.layer.bias_hh_l0.requires_grad_(self.kind == "gru")
        return [one for one in (*self.layer.parameters(), *self.head.parameters()) if one.requires_grad]

    def put(self, parameter, numbers: np.ndarray) -> None:
        import torch

        with torch.no_grad():
            parameter.copy_(torch.tensor(numbers))

    def loss(self, x: np.ndarray, y: np.ndarray):
        """Cross-entropy, of the last step or averaged over all, (examples, classes, steps)."""
        import torch

        answers = self.head(self.states(torch.tensor(x)))
        if self.sequence:
            return torch.nn.functional.cross_entropy(answers.transpose(1, 2), torch.tensor(y).transpose(1, 2))
        return torch.nn.functional.cross_entropy(answers, torch.tensor(y))

    def states(self, x):
        """Those that are handed on, with detached states between stretches."""
        import torch

        length = self.truncate or x.shape[1]
        before, found = None, []
        for stretch in x.split(length, dim=1):
            states, before = self.layer(stretch, before)
            before = tuple(one.detach() for one in before) if isinstance(before, tuple) else before.detach()
            found.append(states)
        everything = torch.cat(found, dim=1)
        return everything if self.sequence else everything[:, -1]


@pytest.mark.parametrize("truncate", [0, 2])
@pytest.mark.parametrize("sequence", [False, True], ids=["last", "all"])
@pytest.mark.parametrize("kind", KINDS)
def test_fifty_steps_of_training_follow_pytorch(kind: str, sequence: bool, truncate: int) -> None:
    import torch

    program = recurrent_program(kind, 5, 7, sequence, truncate=truncate, batch_size=3)
    state = program.start()
    twin = Twin(kind, program, state)
    descent = torch.optim.SGD(twin.parameters, lr=0.1)
    for _ in range(STEPS):
        state, step = program.advance(state)
        loss = twin.loss(step.value("x").reshape(3, 5, 2), np.ascontiguousarray(step.value("y")))
        descent.zero_grad()
        loss.backward()
        assert abs(loss.item() - step.loss) <= TOLERANCE
        assert_same_gradients(kind, twin, step)
        if kind == "gru":
            # r and u have one bias here and two there: only one of them moves.
            twin.layer.bias_hh_l0.grad[:6] = 0.0
        descent.step()
    assert distance(in_order(kind, twin.layer.weight_hh_l0.detach().numpy()), state.parameter("h1/U")) <= TOLERANCE
    assert distance(twin.head.weight.detach().numpy(), state.parameter("out/W")) <= TOLERANCE


def assert_same_gradients(kind: str, twin: Twin, step) -> None:
    pairs = {"h1/W": twin.layer.weight_ih_l0, "h1/U": twin.layer.weight_hh_l0, "h1/b": twin.layer.bias_ih_l0}
    # Where a truncated gradient is small, it keeps the rounding of what was added up.
    scale = np.abs(step.gradient("out/W")).max()
    for path, theirs in pairs.items():
        assert distance(in_order(kind, theirs.grad.numpy()), step.gradient(path), scale) <= TOLERANCE, path
    if kind == "gru":
        assert distance(twin.layer.bias_hh_l0.grad.numpy()[6:], step.gradient("h1/c"), scale) <= TOLERANCE


@pytest.mark.parametrize("kind", KINDS)
def test_states_are_pytorch_s(kind: str) -> None:
    import torch

    program = recurrent_program(kind, 6, 3, True)
    step = program.advance(program.start())[1]
    twin = Twin(kind, program, program.start())
    with torch.no_grad():
        states = twin.states(torch.tensor(step.value("x").reshape(3, 6, 2)))
    assert distance(states.numpy(), step.value("h1/a")) <= TOLERANCE
