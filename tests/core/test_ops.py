"""Every operation alone: its forward-mode and its backward derivative are transposes of each other."""

import numpy as np
import pytest

from core import AveragePool2d, Flatten, GlobalAveragePool2d, MaxPool2d, Program, compile_program
from core.buffers import Buffers
from core.layout import Slot
from core.losses import FUSED, LOSSES
from core.ops import ACTIVATIONS, OPS, Elementwise, Op, slope_path
from tests.core.codes import sparse_spec
from tests.core.image_nets import conv, image_program
from tests.core.layered import layered_program
from tests.core.nets import small_program
from tests.core.recurring import recurrent_program

# <v, J u> and <Jᵀ v, u> are the same sum of about a hundred products, added in another order.
TOLERANCE = 1e-13


def table() -> dict[str, tuple[str, tuple[str, str]]]:
    """A network, as (hidden activation, ending), in which each operation and each loss occurs."""
    nets = {name: (name, ("linear", "half_squared_error")) for name in ACTIVATIONS}
    nets |= {name: ("tanh", ((rule.output_activations or ("linear",))[0], name)) for name, rule in LOSSES.items()}
    nets |= {"+".join(ending): ("tanh", ending) for ending in FUSED}
    return nets | {"affine": ("tanh", ("linear", "half_squared_error"))}


# Operations that only some layers have, by what they compute in a layered net with everything on.
LAYERED = {
    "add": "h2/a",
    "multiply": "h2/d",
    "mask_weights": "h2/V",
    "batch_mean": "h2/mean",
    "batch_variance": "h2/variance",
    "normalise": "h2/n",
    "scale_shift": "h2/z",
}
# Operations on images: a net in which each occurs, and what it computes there.
IMAGES = {
    "conv2d": ((conv(2, 2), conv(3, 3, 2, 1)), "h2/z"),
    "max_pool2d": ((conv(2, 2), MaxPool2d(2, 1)), "h2/a"),
    "average_pool2d": ((conv(2, 2), AveragePool2d(2)), "h2/a"),
    "global_average_pool2d": ((conv(2, 2), GlobalAveragePool2d()), "h2/a"),
    "flatten": ((conv(2, 2), Flatten()), "h2/a"),
    "affine behind an image": ((conv(2, 2),), "out/z"),
}
# Operations along a sequence: the kind of layer, how many steps it has, and what is computed.
RECURRENT = {
    "input_sums": ("lstm", 3, "h2/z"),
    "recur": ("lstm", 1, "h2/t=1/z"),
    "gated_sum": ("lstm", 3, "h2/t=2/c"),
    "add_product": ("gru", 3, "h2/t=2/n:z"),
    "mix": ("gru", 3, "h2/t=2/a"),
    "spread": ("gru", 3, "h2/z"),
}
# Operations of autoencoders: tied weights, and terms of the loss that depend on the code.
CODES = {"tied_affine": "out/z", "absolute_sum": "L/activation_l1", "rate_divergence": "L/sparsity"}
TABLE = table() | dict.fromkeys((*LAYERED, *IMAGES, *RECURRENT, *CODES))


def program_of(net: str) -> Program:
    """The program of this entry of the table."""
    if net in LAYERED:
        return layered_program(("dropout", "dropconnect", "batch_norm"), "skips")
    if net in IMAGES:
        return image_program(IMAGES[net][0])
    if net in RECURRENT:
        kind, steps, _ = RECURRENT[net]
        return recurrent_program(kind, steps, depth=2)
    if net in CODES:
        return compile_program(sparse_spec(tied="h1"))
    return small_program(*TABLE[net], depth=3)


class Bench:
    """One operation of a small network on its own buffers, filled with random numbers."""

    def __init__(self, net: str, op: Op) -> None:
        self.op = op
        self.rng = np.random.default_rng(7)
        self.buffers = Buffers(program_of(net).layout)
        self.buffers.arena[:] = self.rng.uniform(0.1, 0.9, self.buffers.arena.size)
        self.backward = [bound for bound in op.backward(self.buffers)]
        self._run(op.forward(self.buffers))
        if isinstance(op, Elementwise) and self.buffers.has_slope(op.output):
            z, a = (self.buffers.value(path) for path in (op.inputs[0], op.output))
            self._run(op.slope(z, a, self.buffers.slope(op.output), self.buffers))

    def _run(self, calls) -> None:
        for bound in calls:
            bound.run()

    def view(self, path: str, kind: str = "value") -> np.ndarray:
        return self.buffers.layout.view(self.buffers.arena, path, kind)

    def values(self) -> dict[str, np.ndarray]:
        paths = [*self.op.inputs, self.op.output, slope_path(self.op.output)]
        return {path: self.view(path) for path in paths if (path, "value") in self.buffers.layout}

    def products(self, path: str) -> tuple[float, float]:
        """<v, J u> and <Jᵀ v, u> for a random change u of one input and a random adjoint v of the output."""
        u = self.rng.normal(size=self.view(path).shape)
        change = self.op.jvp(self.values(), {path: u})
        if self.op.output.startswith("L"):
            v = np.ones(())
        else:
            v = self.view(self.op.output, "adjoint")
            v[...] = self.rng.normal(size=v.shape)
        assert change.shape == v.shape
        forward = float((v * change).sum())  # Before the way back: linear layers share their adjoints.
        self._run(self.backward)
        return forward, float((self.view(path, "adjoint") * u).sum())


def op_of(net: str) -> Op:
    """The operation that this entry of the table is about."""
    if net in RECURRENT:
        return next(op for op in program_of(net).network.ops if (op.kind, op.output) == (net, RECURRENT[net][2]))
    by_output = {op.output: op for op in program_of(net).network.ops}
    if net in LAYERED:
        return by_output[LAYERED[net]]
    if net in IMAGES:
        return by_output[IMAGES[net][1]]
    if net in CODES:
        return by_output[CODES[net]]
    if net == "affine":
        return by_output["h2/z"]
    return by_output["h2/a" if net in ACTIVATIONS else "L"]


def slots_with_adjoint(bench: Bench) -> list[Slot]:
    layout = bench.buffers.layout
    paths = bench.op.inputs[:1] if bench.op.output == "L" else bench.op.inputs
    return [layout.slot(path, "adjoint") for path in paths if (path, "adjoint") in layout]


@pytest.mark.parametrize("net", TABLE)
def test_forward_and_backward_derivative_are_transposes(net: str) -> None:
    bench = Bench(net, op_of(net))
    for slot in slots_with_adjoint(bench):
        forward, backward = bench.products(slot.path)
        assert forward != 0.0
        assert abs(forward - backward) <= TOLERANCE * max(abs(forward), 1.0), slot.path


def test_a_square_matrix_is_not_taken_for_its_transpose() -> None:
    """Where the shapes do not tell: three units on three inputs."""
    network = small_program(*TABLE["affine"], depth=3).network
    bench = Bench("affine", next(op for op in network.ops if op.output == "out/z"))
    assert bench.view("out/W").shape == (3, 3)
    for slot in slots_with_adjoint(bench):
        forward, backward = bench.products(slot.path)
        assert abs(forward - backward) <= TOLERANCE * max(abs(forward), 1.0), slot.path


def test_a_change_of_all_inputs_at_once_is_the_sum_of_single_changes() -> None:
    bench = Bench("affine", op_of("affine"))
    changes = {path: bench.rng.normal(size=bench.view(path).shape) for path in bench.op.inputs}
    together = bench.op.jvp(bench.values(), changes)
    single = sum(bench.op.jvp(bench.values(), {path: change}) for path, change in changes.items())
    assert np.abs(together - single).max() <= TOLERANCE * np.abs(together).max()


@pytest.mark.parametrize("kind", [*OPS, *LOSSES])
def test_every_operation_says_how_it_is_written_and_what_it_is(kind: str) -> None:
    rule = {**OPS, **LOSSES}[kind]
    assert kind == rule.kind
    assert rule.tex.strip()
    assert rule.__doc__
    assert rule.label.strip()
    if kind in ACTIVATIONS:
        assert rule.slope_tex.strip()


@pytest.mark.parametrize("kind", [*OPS, *LOSSES])
def test_no_operation_is_missing_from_the_table(kind: str) -> None:
    assert kind in TABLE
    assert op_of(kind).kind == kind
