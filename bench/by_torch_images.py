"""PyTorch on the small convolutional network: the cheapest way to keep a step's numbers, and the usual way."""

from __future__ import annotations

from collections import deque

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bench.by_hand_images import CLASSES, FILTERS, POOL, POOLED, SIDE, SIZE
from bench.peer import Numbers, Peer, Problem

torch.set_num_threads(1)
BETWEEN = ("x", "h1/z", "h1/a", "h2/a", "out/z")
NAMES = ("h1/W", "h1/b", "out/W", "out/b")


def tensors(problem: Problem) -> list[tuple[Tensor, Tensor]]:
    """The batches: images, and classes instead of one-hot targets."""
    return [
        (torch.tensor(x.reshape(-1, 1, SIDE, SIDE), requires_grad=True), torch.tensor(y).argmax(1))
        for x, y in problem.batches
    ]


def named(values: list[Tensor], adjoints: list[Tensor], loss: Tensor) -> dict[str, Tensor]:
    """What lies between the data and the loss, under the names that everybody uses."""
    delta = {"h1/z": "h1/delta", "out/z": "out/delta"}
    found = {delta.get(name, f"{name} adjoint"): adjoint for name, adjoint in zip(BETWEEN, adjoints, strict=True)}
    found["x adjoint"] = found["x adjoint"].flatten(1)
    softmax = {"out/a": torch.softmax(values[-1], 1), "L": loss}
    return found | dict(zip(BETWEEN[1:], values[1:], strict=True)) | softmax


def cheapest(problem: Problem) -> Peer:
    """One call of torch.autograd.grad for everything, one fused functional update, references kept."""
    batches = tensors(problem)
    parameters = [torch.tensor(problem.start[name], requires_grad=True) for name in NAMES]
    kept: deque[tuple[list[Tensor], Tensor, tuple[Tensor, ...]]] = deque(maxlen=problem.kept)
    done = 0

    def train(steps: int) -> None:
        nonlocal parameters, done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            z = F.conv2d(x, parameters[0], parameters[1])
            a = torch.relu(z)
            pooled = F.max_pool2d(a, POOL)
            out = F.linear(pooled.flatten(1), parameters[2], parameters[3])
            loss, values = F.cross_entropy(out, y), [x, z, a, pooled, out]
            found = torch.autograd.grad(loss, [*values, *parameters])
            torch.softmax(out.detach(), 1)
            with torch.no_grad():
                parameters = list(torch._foreach_add(parameters, found[5:], alpha=-problem.learning_rate))
            for parameter in parameters:
                parameter.requires_grad_()
            kept.append((values, loss, found))
        done += steps

    def numbers() -> Numbers:
        values, loss, found = kept[-1]
        gradients = {f"{name} gradient": one for name, one in zip(NAMES, found[5:], strict=True)}
        everything = named(values, list(found[:5]), loss) | gradients | dict(zip(NAMES, parameters, strict=True))
        return {name: tensor.detach().numpy() for name, tensor in everything.items()}

    return Peer("torch cheapest", train, numbers)


class Net(nn.Module):
    """Modules whose outputs are watched: they keep their gradients."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.conv, self.relu, self.pool = nn.Conv2d(1, FILTERS, SIZE), nn.ReLU(), nn.MaxPool2d(POOL)
        self.out = nn.Linear(FILTERS * POOLED**2, CLASSES)
        self.double()
        start = {name: torch.tensor(problem.start[name]) for name in NAMES}
        self.conv.load_state_dict({"weight": start["h1/W"], "bias": start["h1/b"]})
        self.out.load_state_dict({"weight": start["out/W"], "bias": start["out/b"]})
        self.seen: list[Tensor] = []
        for module in (self.conv, self.relu, self.pool, self.out):
            module.register_forward_hook(self.watch)

    def watch(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """A forward hook: keep the output and ask for its gradient."""
        output.retain_grad()
        self.seen.append(output)

    def forward(self, x: Tensor) -> Tensor:
        """The z of the outputs."""
        self.seen = [x]
        return self.out(self.pool(self.relu(self.conv(x))).flatten(1))


def hooked(problem: Problem) -> Peer:
    """Modules, forward hooks with retain_grad, backward, clones of everything, optim.SGD."""
    batches, net = tensors(problem), Net(problem)
    optimizer = torch.optim.SGD(net.parameters(), lr=problem.learning_rate)
    kept: deque[dict[str, Tensor]] = deque(maxlen=problem.kept)
    done = 0

    def snapshot(loss: Tensor) -> dict[str, Tensor]:
        values, adjoints = [one.detach().clone() for one in net.seen], [one.grad.clone() for one in net.seen]
        gradients = {f"{name} gradient": one.grad.clone() for name, one in zip(NAMES, net.parameters(), strict=True)}
        return named(values, adjoints, loss.detach().clone()) | gradients

    def train(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            optimizer.zero_grad()
            x.grad = None
            loss = F.cross_entropy(net(x), y)
            loss.backward()
            kept.append(snapshot(loss))
            optimizer.step()
        done += steps

    def numbers() -> Numbers:
        after = {name: one.detach() for name, one in zip(NAMES, net.parameters(), strict=True)}
        return {name: tensor.numpy() for name, tensor in (kept[-1] | after).items()}

    return Peer("torch hooks", train, numbers)
