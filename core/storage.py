"""Where every number lies: builds the layout of a network, blocks of one kind beside each other.

Values lie (features, batch). Each layer's input is followed by a row of ones, which lets the bias be a column of the
weights; blocks that follow each other without a gap let one call work on all layers at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.layers import Variable
from core.layout import Kind, Layout
from core.layout_builder import Builder
from core.network import Network
from core.ops import ACTIVATIONS, Elementwise, slope_path
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES
from core.spec import Spec


def build_layout(network: Network, batch: int, spec: Spec | None) -> Layout:
    """The layout of a row; without the spec of a training (evaluation only) nothing of the backward pass is stored."""
    builder = Builder(batch)
    reserve_data(builder, network)
    reserve_values(builder, network)
    if spec is not None:
        reserve_backward(builder, network)
        reserve_clipped(builder, network, spec)
    reserve_model(builder, network)
    if spec is not None:
        reserve_changes(builder, network, spec)
    return Layout(tuple(builder.slots), builder.blocks, builder.size)


def reserve_data(builder: Builder, network: Network) -> None:
    """The batch: x with its row of ones, then y, then what the step leaves out at random."""
    builder.batched("x", "value", "data", (network.inputs,), padded=True)
    builder.batched("y", "value", "data", network.layers[-1].shape)
    for mask in (mask for layer in network.layers for mask in layer.masks):
        if mask.parameter is None:
            builder.batched(mask.mask, "value", "mask", mask.shape or (mask.units,))
        else:
            builder.matrix(mask.mask, "value", "mask", mask.units, mask.parameter.inputs, mask.parameter.width)
    builder.close("data")


def reserve_values(builder: Builder, network: Network) -> None:
    """What the activations give, in one run through all layers, then everything else, then the loss."""
    for variable in (*activated(network), *others(network)):
        builder.variable(variable, "value")
    reserve_masked(builder, network, "value")
    for part in ("data", *network.parts) if network.parts else ():
        builder.single(f"L/{part}", "loss")
    builder.single("L", "loss")
    builder.close("value")


def reserve_backward(builder: Builder, network: Network) -> None:
    """Slopes in the same rhythm as what the activations give, then adjoints, then gradients."""
    if len(network.shape) > 1:  # How the loss changes with every pixel, or with every moment of a sequence.
        builder.batched("x", "adjoint", "data", (network.inputs,))
    for variable in filter(has_slope, activated(network)):
        shape = variable.shape or (variable.units,)
        builder.batched(slope_path(variable.path), "value", "slope", shape, variable.padded)
    for slope in (slope for layer in network.layers for slope in layer.slopes):
        builder.variable(slope, "value")
    for variable in (*activated(network), *others(network)):
        builder.variable(variable, "adjoint")
    reserve_masked(builder, network, "adjoint")
    for path, route in (pair for layer in network.layers for pair in layer.routes):
        shape = next(slot.shape[1:] for slot in builder.slots if slot.path == path)
        builder.batched(f"{path}:{route}", "value", "route", shape)
    builder.close("backward")
    reserve_parameters(builder, network, "adjoint")
    builder.close("gradient")
    for name, _ in network.penalties:
        reserve_parameters(builder, network, "value", f":{name}", "pull")
        builder.close(f"pull:{name}")


def reserve_clipped(builder: Builder, network: Network, spec: Spec) -> None:
    """The gradient as the optimizer reads it, where it is clipped, and the norm of the one before."""
    if spec.amount("clip_norm"):
        builder.single("gradient_norm", "norm")
        builder.close("gradient_norm")
    if spec.amount("clip_norm") or spec.amount("clip_value"):
        reserve_parameters(builder, network, "value", ":clipped", "clipped")
        builder.close("clipped")


def reserve_masked(builder: Builder, network: Network, kind: Kind) -> None:
    """Weights of which some are left out, stored as the weights are."""
    for layer in network.layers:
        for weights in (mask.parameter for mask in layer.masks if mask.parameter is not None):
            path = f"{layer.name}/V"
            builder.matrix(path, kind, "masked_weight", weights.units, weights.inputs, weights.width)


def reserve_model(builder: Builder, network: Network) -> None:
    """All that an evaluation needs: parameters, then running statistics."""
    reserve_parameters(builder, network, "value")
    builder.close("parameter")
    for running in (running for layer in network.layers for running in layer.statistics):
        builder.vector(running.path, "value", "statistic", running.units)
    builder.close("statistic")
    join(builder, "model", "parameter", "statistic")


def reserve_changes(builder: Builder, network: Network, spec: Spec) -> None:
    """What a step adds to the model, in the same order; then the memory and the learning rate."""
    if spec.amount("max_norm"):
        reserve_parameters(builder, network, "value", ":proposed", "proposed")
        builder.close("proposed")
    reserve_parameters(builder, network, "update")
    builder.close("update")
    for running in (running for layer in network.layers for running in layer.statistics):
        builder.vector(running.path, "update", "statistic", running.units)
    builder.close("statistic_update")
    join(builder, "model_update", "update", "statistic_update")
    reserve_memory(builder, network, spec)
    builder.single("learning_rate", "rate")
    builder.close("rate")


def reserve_parameters(builder: Builder, network: Network, kind: Kind, suffix: str = "", role: str = "") -> None:
    """Numbers shaped like all parameters, in their order."""
    for layer in network.layers:
        for parameter in layer.parameters:
            builder.parameter(parameter, kind, suffix, role)
        if layer.tied and not suffix:
            builder.transposed(f"{layer.name}/W", layer.tied, kind)


def reserve_memory(builder: Builder, network: Network, spec: Spec) -> None:
    """What a training remembers: per field of the optimizer one set of matrices, at paths such as h1/W:m; then single
    numbers, optimizer:t and schedule:t.
    """
    rule = OPTIMIZERS[spec.optimizer.name]
    for field in rule.fields_of(spec.optimizer.settings):
        reserve_parameters(builder, network, "value", f":{field}", "memory")
    for name in rule.scalars:
        builder.single(f"optimizer:{name}", "memory")
    for name in SCHEDULES[spec.schedule.name].scalars:
        builder.single(f"schedule:{name}", "memory")
    builder.close("memory")


def join(builder: Builder, name: str, first: str, last: str) -> None:
    """Another name for blocks that follow each other."""
    builder.blocks[name] = slice(builder.blocks[first].start, builder.blocks[last].stop)


def activated(network: Network) -> Iterator[Variable]:
    """What activations give, layer by layer."""
    return (one for layer in network.layers for one in layer.variables if one.activation)


def others(network: Network) -> Iterator[Variable]:
    """All other variables, layer by layer."""
    return (one for layer in network.layers for one in layer.variables if not one.activation)


def has_slope(variable: Variable) -> bool:
    """Whether the activation acts on each number alone and has a slope worth recording."""
    return issubclass(ACTIVATIONS[variable.activation], Elementwise) and variable.activation != "linear"
