"""PyTorch as contestant: the cheapest way to keep a step's numbers, and the usual way with modules and hooks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from bench.peer import Numbers, Peer, Problem

Activation = Callable[[Tensor], Tensor]
LossRule = Callable[[Tensor, Tensor, Tensor], Tensor]

torch.set_num_threads(1)


def half_sum(a: Tensor, z: Tensor, y: Tensor) -> Tensor:
    """½ Σ (a − y)²."""
    return F.mse_loss(a, y, reduction="sum") * 0.5


def half_mean(a: Tensor, z: Tensor, y: Tensor) -> Tensor:
    """½ (a − y)², averaged; right for one output."""
    return F.mse_loss(a, y) * 0.5


def cross_entropy(a: Tensor, z: Tensor, y: Tensor) -> Tensor:
    """−log softmax(z) at the class y, averaged."""
    return F.cross_entropy(z, y)


def softmax(z: Tensor) -> Tensor:
    """Only to be kept: the loss starts from z."""
    return torch.softmax(z.detach(), 1)


RULES: dict[str, tuple[list[Activation], LossRule]] = {
    "2-4-1": ([torch.sigmoid, torch.sigmoid], half_sum),
    "2-4-2-1": ([torch.tanh, torch.tanh, torch.sigmoid], half_mean),
    "2-8-8-8-1": ([torch.tanh] * 4, half_mean),
    "784-64-10": ([torch.relu, softmax], cross_entropy),
    "784-64-10 Adam": ([torch.relu, softmax], cross_entropy),
}


def tensors(problem: Problem) -> list[tuple[Tensor, Tensor]]:
    """The batches, with classes instead of one-hot targets where the loss takes classes."""
    classes = RULES[problem.name][1] is cross_entropy
    pairs = ((torch.tensor(x), torch.tensor(y)) for x, y in problem.batches)
    return [(x, y.argmax(1) if classes else y) for x, y in pairs]


Tensors = list[Tensor]
Step = Callable[[Tensors, Tensors], Tensors]


def sgd_step(problem: Problem) -> Step:
    """New parameters by one fused call."""
    return lambda parameters, gradients: list(torch._foreach_add(parameters, gradients, alpha=-problem.learning_rate))


def adam_step(problem: Problem) -> Step:
    """The fused Adam that torch.optim.Adam(fused=True) calls; the parameters change in place."""
    shapes = [torch.zeros(problem.start[f"{layer}/{kind}"].shape) for layer in problem.layers for kind in "Wb"]
    m, v = ([torch.zeros_like(shape, dtype=torch.float64) for shape in shapes] for _ in range(2))
    counts = [torch.zeros(()) for _ in shapes]

    def step(parameters: Tensors, gradients: Tensors) -> Tensors:
        torch._foreach_add_(counts, 1)
        torch._fused_adam_(
            parameters, gradients, m, v, [], counts, lr=problem.learning_rate, beta1=0.9, beta2=0.999,
            weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False,
        )  # fmt: skip
        return parameters

    return step


STEPS = {"sgd": sgd_step, "adam": adam_step}
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def cheapest(problem: Problem) -> Peer:
    """One call of torch.autograd.grad for deltas and gradients, one fused functional update, references kept."""
    activations, loss_of = RULES[problem.name]
    batches = tensors(problem)
    names = [f"{layer}/{kind}" for layer in problem.layers for kind in "Wb"]
    parameters = [torch.tensor(problem.start[name], requires_grad=True) for name in names]
    kept: deque[tuple[Tensor, list[Tensor], list[Tensor], tuple[Tensor, ...]]] = deque(maxlen=problem.kept)
    done, depth, update = 0, len(activations), STEPS[problem.optimizer](problem)

    def train(steps: int) -> None:
        nonlocal parameters, done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            zs, values = [], [x]
            for i, activation in enumerate(activations):
                zs.append(F.linear(values[-1], parameters[2 * i], parameters[2 * i + 1]))
                values.append(activation(zs[-1]))
            loss = loss_of(values[-1], zs[-1], y)
            found = torch.autograd.grad(loss, [*zs, *parameters])
            with torch.no_grad():
                parameters = update(parameters, list(found[depth:]))
            for parameter in parameters:
                parameter.requires_grad_()
            kept.append((loss, zs, values, found))
        done += steps

    def numbers() -> Numbers:
        loss, zs, values, found = kept[-1]
        named = {"L": loss}
        for i, layer in enumerate(problem.layers):
            named |= {f"{layer}/z": zs[i], f"{layer}/a": values[i + 1], f"{layer}/delta": found[i]}
        named |= {f"{name} gradient": value for name, value in zip(names, found[depth:], strict=True)}
        named |= dict(zip(names, parameters, strict=True))
        return {name: value.detach().numpy() for name, value in named.items()}

    return Peer("torch cheapest", train, numbers)


class Net(nn.Module):
    """Linear layers whose outputs are watched: z and a keep their gradients."""

    def __init__(self, problem: Problem, activations: list[Activation]) -> None:
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(i, o) for i, o in zip(problem.sizes, problem.sizes[1:], strict=False))
        self.activations = activations
        self.seen: list[Tensor] = []
        self.double()
        for linear, layer in zip(self.linears, problem.layers, strict=True):
            start = {"weight": problem.start[f"{layer}/W"], "bias": problem.start[f"{layer}/b"]}
            linear.load_state_dict({name: torch.tensor(array) for name, array in start.items()})
            linear.register_forward_hook(self.watch)

    def watch(self, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        """A forward hook: keep z and ask for its gradient."""
        output.retain_grad()
        self.seen.append(output)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(a, z) of the last layer."""
        self.seen = []
        for linear, activation in zip(self.linears, self.activations, strict=True):
            x = activation(linear(x))
            self.seen.append(x)
        return x, self.seen[-2]


def hooked(problem: Problem) -> Peer:
    """Modules, forward hooks with retain_grad, backward, clones of everything, optim.SGD."""
    activations, loss_of = RULES[problem.name]
    batches = tensors(problem)
    net = Net(problem, activations)
    optimizer = OPTIMIZERS[problem.optimizer](net.parameters(), lr=problem.learning_rate)
    kept: deque[dict[str, Tensor]] = deque(maxlen=problem.kept)
    done = 0

    def snapshot(loss: Tensor) -> dict[str, Tensor]:
        named = {"L": loss.detach().clone()}
        for i, (layer, linear) in enumerate(zip(problem.layers, net.linears, strict=True)):
            z, a = net.seen[2 * i : 2 * i + 2]
            named |= {f"{layer}/z": z.detach().clone(), f"{layer}/a": a.detach().clone()}
            named |= {f"{layer}/delta": z.grad.clone(), f"{layer}/W gradient": linear.weight.grad.clone()}
            named |= {f"{layer}/b gradient": linear.bias.grad.clone()}
        return named

    def train(steps: int) -> None:
        nonlocal done
        for step in range(done, done + steps):
            x, y = batches[step % len(batches)]
            optimizer.zero_grad()
            a, z = net(x)
            loss = loss_of(a, z, y)
            loss.backward()
            kept.append(snapshot(loss))
            optimizer.step()
        done += steps

    def numbers() -> Numbers:
        named = {name: value.numpy() for name, value in kept[-1].items()}
        for layer, linear in zip(problem.layers, net.linears, strict=True):
            named |= {f"{layer}/W": linear.weight.detach().numpy(), f"{layer}/b": linear.bias.detach().numpy()}
        return named

    return Peer("torch hooks", train, numbers)
