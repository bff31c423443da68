"""Where every number lies: builds the layout of a network, blocks of one kind beside each other.

Values lie (features, batch). Each layer's input is followed by a row of ones, which lets the bias be a column of the
weights; blocks that follow each other without a gap let one call work on all layers at once.
"""

from __future__ import annotations

from core.layers import BuiltLayer
from core.layout import Kind, Layout, Slot
from core.network import Network
from core.ops import ACTIVATIONS, Elementwise
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.spec import Spec


class Builder:
    """Hands out places in the row, one block after the other."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self.size = 0
        self.slots: list[Slot] = []
        self.blocks: dict[str, slice] = {}

    def batched(self, path: str, kind: Kind, role: str, units: int, padded: bool = False) -> None:
        """Reserve (units, batch), seen as (batch, units); `padded` leaves room for the row of ones."""
        self.slots.append(Slot(path, kind, role, self.size, (self.batch, units), (1, self.batch)))
        self.size += (units + padded) * self.batch

    def alias(self, path: str, kind: Kind, role: str, of: str) -> None:
        """A second name for numbers that exist already."""
        slot = next(slot for slot in self.slots if slot.path == of and slot.kind == kind)
        self.slots.append(Slot(path, kind, role, slot.offset, slot.shape, slot.strides))

    def matrices(self, layers: tuple[BuiltLayer, ...], kind: Kind, memory: str = "", role: str = "memory") -> None:
        """Reserve the weights of all layers, each with its bias column, under their paths (memory: h1/W:m)."""
        roles = (role, role) if memory else ("weight", "bias")
        for layer in layers:
            width = layer.inputs + layer.bias
            shape = (layer.units, layer.inputs)
            self.slots.append(Slot(f"{layer.name}/W{memory}", kind, roles[0], self.size, shape, (width, 1)))
            if layer.bias:
                offset = self.size + layer.inputs
                self.slots.append(Slot(f"{layer.name}/b{memory}", kind, roles[1], offset, (layer.units,), (width,)))
            self.size += layer.units * width

    def single(self, path: str, role: str) -> None:
        """Reserve one number."""
        self.slots.append(Slot(path, "value", role, self.size, (), ()))
        self.size += 1

    def close(self, block: str) -> None:
        """End a block: everything reserved since the last one."""
        start = max((part.stop for part in self.blocks.values()), default=0)
        self.blocks[block] = slice(start, self.size)


def build_layout(network: Network, batch: int, spec: Spec | None) -> Layout:
    """The layout of a row; without the spec of a training (evaluation only) nothing of the backward pass is stored."""
    builder = Builder(batch)
    reserve_data(builder, network)
    reserve_values(builder, network)
    if spec is not None:
        reserve_backward(builder, network)
        reserve_clipped(builder, network, spec)
    builder.matrices(network.layers, "value")
    builder.close("parameter")
    if spec is not None:
        if spec.amount("max_norm"):
            builder.matrices(network.layers, "value", ":proposed", "proposed")
            builder.close("proposed")
        builder.matrices(network.layers, "update")
        builder.close("update")
        reserve_memory(builder, network, spec)
        builder.single("learning_rate", "rate")
        builder.close("rate")
    return Layout(tuple(builder.slots), builder.blocks, builder.size)


def reserve_data(builder: Builder, network: Network) -> None:
    """The batch: x with its row of ones, then y."""
    builder.batched("x", "value", "data", network.inputs, padded=True)
    builder.batched("y", "value", "data", network.outputs)
    builder.close("data")


def reserve_values(builder: Builder, network: Network) -> None:
    """Activations of all layers in one run, then pre-activations, then the loss."""
    for layer in network.layers:
        builder.batched(f"{layer.name}/a", "value", "activation", layer.units, padded=layer is not network.layers[-1])
    for layer in network.layers:
        if layer.activation == "linear":
            builder.alias(f"{layer.name}/z", "value", "pre_activation", f"{layer.name}/a")
        else:
            builder.batched(f"{layer.name}/z", "value", "pre_activation", layer.units)
    for part in ("data", *(name for name, _ in network.penalties)) if network.penalties else ():
        builder.single(f"L/{part}", "loss")
    builder.single("L", "loss")
    builder.close("value")


def reserve_backward(builder: Builder, network: Network) -> None:
    """Slopes in the same rhythm as the activations, then adjoints, then gradients."""
    for layer in filter(has_slope, network.layers):
        builder.batched(f"{layer.name}/slope", "value", "slope", layer.units, padded=layer is not network.layers[-1])
    for layer in network.layers:
        builder.batched(f"{layer.name}/a", "adjoint", "activation", layer.units)
    for layer in network.layers:
        if layer.activation == "linear":
            builder.alias(f"{layer.name}/z", "adjoint", "pre_activation", f"{layer.name}/a")
        else:
            builder.batched(f"{layer.name}/z", "adjoint", "pre_activation", layer.units)
    builder.close("backward")
    builder.matrices(network.layers, "adjoint")
    builder.close("gradient")
    for name, _ in network.penalties:
        builder.matrices(network.layers, "value", f":{name}", "pull")
        builder.close(f"pull:{name}")


def reserve_clipped(builder: Builder, network: Network, spec: Spec) -> None:
    """The gradient as the optimizer reads it, where it is clipped, and the norm of the one before."""
    if spec.amount("clip_norm"):
        builder.single("gradient_norm", "norm")
        builder.close("gradient_norm")
    if spec.amount("clip_norm") or spec.amount("clip_value"):
        builder.matrices(network.layers, "value", ":clipped", "clipped")
        builder.close("clipped")


def reserve_memory(builder: Builder, network: Network, spec: Spec) -> None:
    """What a training remembers: per field of the optimizer one set of matrices, at paths such as h1/W:m; then single
    numbers, optimizer:t and schedule:t.
    """
    rule = OPTIMIZERS[spec.optimizer.name]
    for field in rule.fields_of(spec.optimizer.settings):
        builder.matrices(network.layers, "value", f":{field}")
    for name in rule.scalars:
        builder.single(f"optimizer:{name}", "memory")
    for name in SCHEDULES[spec.schedule.name].scalars:
        builder.single(f"schedule:{name}", "memory")
    builder.close("memory")


def has_slope(layer: BuiltLayer) -> bool:
    """Whether the layer's activation acts on each number alone and has a slope worth recording."""
    return issubclass(ACTIVATIONS[layer.activation], Elementwise) and layer.activation != "linear"
