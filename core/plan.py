"""Compiling a network to a plan: a flat list of bound calls that is one training step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.buffers import Buffers
from core.least_squares import LeastSquares
from core.network import Network
from core.ops import Call, call
from core.ops.op import Array
from core.optimizers import OPTIMIZERS, Room
from core.regularisers import REGULARISERS, Penalty, clip_norm_calls, clip_value_calls, max_norm_calls
from core.schedules import SCHEDULES
from core.slopes import slope_calls
from core.spec import Spec


@dataclass(frozen=True, slots=True)
class Stage:
    """The calls of one operation in one direction, with the path of what it computes."""

    path: str
    direction: str
    calls: tuple[Call, ...]


def forward_stages(network: Network, buffers: Buffers) -> tuple[Stage, ...]:
    """One stage per operation, in order, then the penalties and the sum of all terms of the loss."""
    stages = tuple(Stage(op.output, "forward", tuple(op.forward(buffers))) for op in network.ops)
    return (*stages, *loss_stages(network, buffers)) if network.parts else stages


def loss_stages(network: Network, buffers: Buffers) -> Iterator[Stage]:
    """One stage per penalty, and one that adds all terms to the loss of the data."""
    parameters, weights, so_far = buffers.block("parameter"), weight_mask(buffers), buffers.value("L/data")
    for name, rule, amount in penalties_of(network):
        term = buffers.value(f"L/{name}")
        yield Stage(f"L/{name}", "forward", tuple(rule.forward(parameters, weights, amount, term, buffers)))
    total: list[Call] = []
    for i, name in enumerate(network.parts, 1):
        into = buffers.value("L") if i == len(network.parts) else buffers.single()
        total.append(call(np.add, so_far, buffers.value(f"L/{name}"), into))
        so_far = into
    yield Stage("L", "forward", tuple(total))


def pull_stages(network: Network, buffers: Buffers) -> Iterator[Stage]:
    """The pull of each penalty on the weights, recorded on its own and added to the gradient."""
    parameters, gradient, weights = buffers.block("parameter"), buffers.block("gradient"), weight_mask(buffers)
    for name, rule, amount in penalties_of(network):
        pull = buffers.block(f"pull:{name}")
        add = call(np.add, gradient, pull, gradient)
        yield Stage(f"pull:{name}", "backward", (*rule.pull(parameters, weights, amount, pull), add))


def penalties_of(network: Network) -> Iterator[tuple[str, type[Penalty], float]]:
    """Name, rule and amount of each penalty."""
    for name, amount in network.penalties:
        rule = REGULARISERS[name].penalty
        assert rule is not None
        yield name, rule, amount


def weight_mask(buffers: Buffers) -> NDArray[np.float64]:
    """1 where the flat parameters hold a weight, 0 where they hold a bias."""
    block = buffers.layout.blocks["parameter"]
    mask = np.zeros(block.stop - block.start)
    for slot in buffers.layout.parameters():
        if slot.role == "weight":
            mask[slot.places() - block.start] = 1.0
    return mask


def backward_stages(network: Network, buffers: Buffers) -> tuple[Stage, ...]:
    """All slopes first, then one stage per operation in reverse order, then the pull of the penalties."""
    slopes = Stage("slope", "backward", tuple(slope_calls(network.ops, buffers)))
    stages = (Stage(op.output, "backward", tuple(op.backward(buffers))) for op in reversed(network.ops))
    return slopes, *stages, *pull_stages(network, buffers)


def statistic_stages(network: Network, buffers: Buffers) -> Iterator[Stage]:
    """What each running statistic gains from this batch; the row holds it as it was, as with the parameters."""
    for running in (running for layer in network.layers for running in layer.statistics):
        value, change = buffers.value(running.path), buffers.update(running.path)
        calls = (
            call(np.multiply, buffers.value(running.of), buffers.constant(running.factor), change),
            call(np.subtract, change, value, change),
            call(np.multiply, change, buffers.constant(running.follows), change),
        )
        yield Stage(running.path, "update", calls)


def rate_stage(spec: Spec, value: Callable[[str], Array]) -> Stage:
    """The rate of the step; a constant one is written now, once and for all, and nothing is called.

    value: from paths to the single numbers of the arena, 0-d.
    """
    rule, rate = SCHEDULES[spec.schedule.name], value("learning_rate")
    rate[()] = spec.learning_rate
    if not rule.scalars:
        return Stage("learning_rate", "update", ())
    settings = spec.schedule.settings | {"learning_rate": spec.learning_rate}
    memory = {name: value(f"schedule:{name}") for name in rule.scalars}
    loss = value("L")

    def run() -> None:
        before = {name: array.item() for name, array in memory.items()}
        rate[()] = rule.rate(before, settings)
        for name, value in rule.after(before, loss.item(), settings).items():
            memory[name][()] = value

    return Stage("learning_rate", "update", (Call(spec.schedule.name, run),))


def update_stages(spec: Spec, buffers: Buffers, frozen: NDArray[np.bool_] | None, room: Room) -> Iterator[Stage]:
    """The optimizer's calls on all parameters at once; frozen entries get an update of exactly zero.

    Where gradients are clipped, that comes before; where weights have a largest norm, the projection comes behind.
    """
    if "clipped" in buffers.layout.blocks:
        yield Stage("clipped", "update", tuple(clip_calls(spec, buffers, frozen)))
    calls = OPTIMIZERS[spec.optimizer.name].calls(room)
    if frozen is not None:
        calls.append(call(np.copyto, room.update, buffers.constant(0.0), where=frozen))
    if "proposed" in buffers.layout.blocks:
        yield Stage("proposed", "update", tuple(calls))
        calls = max_norm_calls(spec.amount("max_norm"), frozen, buffers)
    yield Stage("update", "update", tuple(calls))


def clip_calls(spec: Spec, buffers: Buffers, frozen: NDArray[np.bool_] | None) -> Iterator[Call]:
    """The gradient, clipped by norm first (its direction stays, and its true norm is recorded), then by value."""
    gradient, clipped = buffers.block("gradient"), buffers.block("clipped")
    if longest := spec.amount("clip_norm"):
        free, norm = None if frozen is None else np.where(frozen, 0.0, 1.0), buffers.value("gradient_norm")
        yield from clip_norm_calls(gradient, clipped, longest, norm, free, buffers)
        gradient = clipped
    if largest := spec.amount("clip_value"):
        yield from clip_value_calls(gradient, clipped, largest, buffers)


def squares_of(spec: Spec, network: Network, buffers: Buffers, frozen: NDArray[np.bool_] | None) -> LeastSquares | None:
    """Residuals and Jacobian on the batch in `buffers`, for an optimizer that asks for them."""
    if not OPTIMIZERS[spec.optimizer.name].least_squares:
        return None
    own, loss = Buffers(buffers.layout), network.ops[-1].output
    forward = [bound for stage in forward_stages(network, own) for bound in stage.calls]
    backward = [bound for stage in backward_stages(network, own) if stage.path != loss for bound in stage.calls]
    return LeastSquares(network, own, tuple(forward), tuple(backward), buffers.block("data"), frozen)


def room_of(
    spec: Spec,
    buffers: Buffers,
    squares: LeastSquares | None = None,
    frozen: NDArray[np.bool_] | None = None,
) -> Room:
    """Where the optimizer's calls read and write."""
    rule, settings = OPTIMIZERS[spec.optimizer.name], spec.optimizer.settings
    fields = {field: buffers.memory(place) for place, field in enumerate(rule.fields_of(settings))}
    scalars = {name: buffers.value(f"optimizer:{name}") for name in rule.scalars}
    return Room(
        gradient=buffers.block("clipped" if "clipped" in buffers.layout.blocks else "gradient"),
        memory=fields | scalars,
        parameters=buffers.block("parameter"),
        update=buffers.block("proposed" if "proposed" in buffers.layout.blocks else "update"),
        settings=settings,
        rate=buffers.value("learning_rate"),
        steady=not SCHEDULES[spec.schedule.name].scalars,
        buffers=buffers,
        squares=squares,
        frozen=frozen,
    )


def apply_call(buffers: Buffers) -> Call:
    """model += update, after the row was recorded."""
    model = buffers.block("model")
    return call(np.add, model, buffers.block("model_update"), model)
