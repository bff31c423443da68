"""The networks that are measured: specs of the core, and the same problem as plain arrays for the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bench.peer import Array, Numbers, Problem
from core import RECIPES, Data, Dense, Initialiser, Loss, Optimizer, Program, Spec, State, Step, compile_program

MEAN_HALF = Loss("half_squared_error", "mean")


@dataclass(frozen=True, slots=True)
class Net:
    """A network to measure; `small` ones have stricter goals."""

    name: str
    spec: Spec
    data: tuple[Array, Array] | None = None
    small: bool = True

    def compile(self) -> Program:
        """A program of its own, so that no contestant shares buffers with another."""
        return compile_program(self.spec, self.data)


def tanh_net(widths: tuple[int, ...], output: str) -> Spec:
    """Hidden tanh layers, half squared error averaged over batches of 10."""
    layers = (*(Dense(width) for width in widths), Dense(1, output))
    return Spec(Data("given"), layers, MEAN_HALF, Optimizer("sgd", 0.1), batch_size=10, seed=3)


def plane() -> tuple[Array, Array]:
    """200 points of a square, inside or outside a circle."""
    x = np.random.default_rng(5).uniform(-1.0, 1.0, (200, 2))
    return x, (np.hypot(*x.T) < 0.7).astype(float)[:, None]


def images() -> tuple[Array, Array]:
    """2,000 random pictures of 784 pixels in 10 random classes."""
    rng = np.random.default_rng(6)
    return rng.random((2000, 784)), np.eye(10)[rng.integers(10, size=2000)]


DIGITS = Spec(
    Data("given"),
    (Dense(64, "relu", Initialiser("he_normal")), Dense(10, "softmax")),
    Loss("categorical_cross_entropy", "mean"),
    Optimizer("sgd", 0.01),
    batch_size=32,
    seed=4,
)


def nets() -> list[Net]:
    """The networks in the order of the table."""
    return [
        Net("2-4-1", replace(RECIPES["xor"], seed=2)),
        Net("2-4-2-1", tanh_net((4, 2), "sigmoid"), plane()),
        Net("2-8-8-8-1", tanh_net((8, 8, 8), "tanh"), plane()),
        Net("784-64-10", DIGITS, images(), small=False),
        Net("784-64-10 Adam", replace(DIGITS, optimizer=Optimizer("adam", 0.001)), images(), small=False),
    ]


def problem_of(net: Net) -> Problem:
    """The network as plain arrays: the batches are those the core draws, in its order."""
    program = net.compile()
    start = program.start()
    epoch = max(1, len(program.examples.x) // program.batch)
    recorded = program.record(start, epoch)
    steps = [program.step_from_row(int(k), row) for k, row in zip(recorded.steps, recorded.rows, strict=True)]
    batches = [(step.value("x").copy(), step.value("y").copy()) for step in steps]
    sizes = (program.network.inputs, *(layer.units for layer in net.spec.layers))
    kept = 128 if net.small else 16
    rule = net.spec.optimizer
    return Problem(net.name, sizes, rule.learning_rate, parameters_of(program, start), batches, kept, rule.name)


def parameters_of(program: Program, state: State) -> Numbers:
    """All weights and biases by path."""
    return {slot.path: state.parameter(slot.path).copy() for slot in program.layout.parameters()}


def numbers_of(step: Step, layers: list[str]) -> Numbers:
    """What all contestants keep of a step, under the names of `Peer`."""
    numbers = {"L": step.value("L")}
    for layer in layers:
        numbers |= {f"{layer}/z": step.value(f"{layer}/z"), f"{layer}/a": step.value(f"{layer}/a")}
        numbers |= {f"{layer}/delta": step.delta(layer)}
        numbers |= {f"{path} gradient": step.gradient(path) for path in (f"{layer}/W", f"{layer}/b")}
    return numbers
