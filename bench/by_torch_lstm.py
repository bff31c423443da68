"""PyTorch as contestant along a sequence: a cell written out with all its values kept, and nn.LSTMCell."""

from __future__ import annotations

from collections import deque

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bench.by_hand_lstm import BATCH, FEATURES, STEPS, UNITS
from bench.peer import Array, Numbers, Peer, Problem

torch.set_num_threads(1)
NAMES = ("h1/W", "h1/b", "h1/U", "out/W", "out/b")


def tensors(problem: Problem) -> list[tuple[Tensor, Tensor]]:
    """The batches, x as (steps, batch, features), with a gradient of its own."""
    pairs = ((x.reshape(BATCH, STEPS, FEATURES).transpose(1, 0, 2).copy(), y) for x, y in problem.batches)
    return [(torch.tensor(x, requires_grad=True), torch.tensor(y)) for x, y in pairs]


def cheapest(problem: Problem) -> Peer:
    """W x of all steps at once, the rest written out; one call of torch.autograd.grad for all that was computed."""
    batches = tensors(problem)
    parameters = [torch.tensor(problem.start[name], requires_grad=True) for name in NAMES]
    kept: deque[tuple[Tensor, Tensor, list[Tensor], tuple[Tensor, ...]]] = deque(maxlen=problem.kept)
    done = 0

    def train(steps: int) -> None:
        nonlocal parameters, done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            W, b, U, V, v = parameters
            sums = F.linear(x, W, b).unbind(0)
            h = c = torch.zeros(BATCH, UNITS, dtype=torch.float64)
            seen = []
            for known in sums:
                z = torch.addmm(known, h, U.T)
                gates, g = torch.sigmoid(z[:, : 3 * UNITS]), torch.tanh(z[:, 3 * UNITS :])
                i, f, o = gates.chunk(3, 1)
                c = f * c + i * g
                m = torch.tanh(c)
                h = o * m
                seen += [z, gates, g, c, m, h]
            out = F.linear(h, V, v)
            loss = F.mse_loss(out, y)
            found = torch.autograd.grad(loss, [*seen, out, x, *parameters])
            with torch.no_grad():
                parameters = list(torch._foreach_add(parameters, found[-len(NAMES) :], alpha=-problem.learning_rate))
            for parameter in parameters:
                parameter.requires_grad_()
            kept.append((loss, out, seen, found))
        done += steps

    def numbers() -> Numbers:
        loss, out, seen, found = kept[-1]
        named = {"L": loss, "out/a": out, "h1/a": seen[-1], "out/delta": found[len(seen)]}
        named |= {"h1/z": torch.stack(seen[::6], 1), "h1/delta": torch.stack(found[: len(seen) : 6], 1)}
        gradients = zip(NAMES, found[-len(NAMES) :], strict=True)
        named |= {f"{name} gradient": value for name, value in gradients if name != "h1/U"}
        named |= dict(zip(NAMES, parameters, strict=True))
        return {name: value.detach().numpy() for name, value in named.items()}

    return Peer("torch cheapest", train, numbers)


class Net(nn.Module):
    """nn.LSTMCell in a loop, which shows h and c alone, then a linear layer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.cell, self.head = nn.LSTMCell(FEATURES, UNITS).double(), nn.Linear(UNITS, 1).double()
        start = {name: torch.tensor(problem.start[name]) for name in NAMES}
        with torch.no_grad():
            self.cell.weight_ih.copy_(exchanged(start["h1/W"]))
            self.cell.weight_hh.copy_(exchanged(start["h1/U"]))
            self.cell.bias_ih.copy_(exchanged(start["h1/b"]))
            self.cell.bias_hh.zero_()
            self.head.weight.copy_(start["out/W"])
            self.head.bias.copy_(start["out/b"])
        self.cell.bias_hh.requires_grad_(False)
        self.seen: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        """The answer after the last step."""
        h = c = torch.zeros(BATCH, UNITS, dtype=torch.float64)
        self.seen = []
        for known in x:
            h, c = self.cell(known, (h, c))
            self.seen += [h, c]
        for value in self.seen:
            value.retain_grad()
        return self.head(h)


def cells(problem: Problem) -> Peer:
    """nn.LSTMCell, retain_grad on h and c (gates are not to be had), backward, clones, optim.SGD."""
    batches, net = tensors(problem), Net(problem)
    optimizer = torch.optim.SGD([one for one in net.parameters() if one.requires_grad], lr=problem.learning_rate)
    kept: deque[dict[str, Tensor | list[Tensor]]] = deque(maxlen=problem.kept)
    done = 0

    def train(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            optimizer.zero_grad()
            x.grad = None
            loss = F.mse_loss(net(x), y)
            loss.backward()
            named: dict[str, Tensor | list[Tensor]] = {"L": loss.detach().clone(), "x adjoint": x.grad.clone()}
            named["values"] = [value.detach().clone() for value in net.seen]
            named["adjoints"] = [value.grad.clone() for value in net.seen]
            named["gradients"] = [one.grad.clone() for one in net.parameters() if one.grad is not None]
            kept.append(named)
            optimizer.step()
        done += steps

    def numbers() -> Numbers:
        named = {"L": kept[-1]["L"].numpy(), "h1/W": rows(net.cell.weight_ih), "h1/U": rows(net.cell.weight_hh)}
        head = {"out/W": net.head.weight.detach().numpy(), "out/b": net.head.bias.detach().numpy()}
        return named | head | {"h1/b": rows(net.cell.bias_ih)}

    return Peer("torch cells", train, numbers)


def exchanged(tensor: Tensor) -> Tensor:
    """Rows of i, f, o, g as those of i, f, g, o, and back."""
    i, f, o, g = tensor.chunk(4)
    return torch.cat([i, f, g, o])


def rows(tensor: Tensor) -> Array:
    """PyTorch's rows in our order."""
    return np.asarray(exchanged(tensor.detach()).numpy())
