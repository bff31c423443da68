"""Compiling a network to a plan: a flat list of bound calls that is one training step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from core.buffers import Buffers
from core.network import Network
from core.ops import Affine, Call, Elementwise, Op, call, slope_path
from core.optimizers import OPTIMIZERS, Room
from core.schedules import SCHEDULES
from core.spec import Spec


@dataclass(frozen=True, slots=True)
class Stage:
    """The calls of one operation in one direction, with the path of what it computes."""

    path: str
    direction: str
    calls: tuple[Call, ...]


def forward_stages(network: Network, buffers: Buffers) -> tuple[Stage, ...]:
    """One stage per operation, in order."""
    return tuple(Stage(op.output, "forward", tuple(op.forward(buffers))) for op in network.ops)


def backward_stages(network: Network, buffers: Buffers) -> tuple[Stage, ...]:
    """All slopes first, then one stage per operation in reverse order."""
    slopes = Stage("slope", "backward", tuple(slope_calls(network.ops, buffers)))
    return slopes, *(Stage(op.output, "backward", tuple(op.backward(buffers))) for op in reversed(network.ops))


def slope_calls(ops: Iterable[Op], buffers: Buffers) -> Iterator[Call]:
    """Slopes of neighbouring layers with the same activation in one go, where the output alone decides the slope."""
    activations = [op for op in ops if not isinstance(op, Affine)]
    for kind, group in groupby(activations, key=type):
        paths = [(op.inputs[0], op.output) for op in group]
        if not issubclass(kind, Elementwise) or not buffers.has_slope(paths[0][1]):
            continue
        if kind.slope_from_output:
            first, last = paths[0][1], paths[-1][1]
            a, slope = buffers.span(first, last), buffers.span(slope_path(first), slope_path(last))
            yield from kind.slope(a, a, slope, buffers)
        else:
            for z, a_path in paths:
                yield from kind.slope(buffers.value(z), buffers.value(a_path), buffers.slope(a_path), buffers)


def rate_stage(spec: Spec, buffers: Buffers) -> Stage:
    """The rate of the step; a constant one is written now, once and for all, and nothing is called."""
    rule, rate = SCHEDULES[spec.schedule.name], buffers.value("learning_rate")
    rate[()] = spec.learning_rate
    if not rule.scalars:
        return Stage("learning_rate", "update", ())
    settings = spec.schedule.settings | {"learning_rate": spec.learning_rate}
    memory = {name: buffers.value(f"schedule:{name}") for name in rule.scalars}
    loss = buffers.value("L")

    def run() -> None:
        before = {name: array.item() for name, array in memory.items()}
        rate[()] = rule.rate(before, settings)
        for name, value in rule.after(before, loss.item(), settings).items():
            memory[name][()] = value

    return Stage("learning_rate", "update", (Call(spec.schedule.name, run),))


def update_stage(spec: Spec, buffers: Buffers, frozen: NDArray[np.bool_] | None) -> Stage:
    """The optimizer's calls on all parameters at once; frozen entries get an update of exactly zero."""
    room = room_of(spec, buffers)
    calls = OPTIMIZERS[spec.optimizer.name].calls(room)
    if frozen is not None:
        calls.append(call(np.copyto, room.update, buffers.constant(0.0), where=frozen))
    return Stage("update", "update", tuple(calls))


def room_of(spec: Spec, buffers: Buffers) -> Room:
    """Where the optimizer's calls read and write."""
    rule, settings = OPTIMIZERS[spec.optimizer.name], spec.optimizer.settings
    fields = {field: buffers.memory(place) for place, field in enumerate(rule.fields_of(settings))}
    scalars = {name: buffers.value(f"optimizer:{name}") for name in rule.scalars}
    return Room(
        gradient=buffers.block("gradient"),
        memory=fields | scalars,
        parameters=buffers.block("parameter"),
        update=buffers.block("update"),
        settings=settings,
        rate=buffers.value("learning_rate"),
        steady=not SCHEDULES[spec.schedule.name].scalars,
        buffers=buffers,
    )


def apply_call(buffers: Buffers) -> Call:
    """parameters += update, after the row was recorded."""
    parameters = buffers.block("parameter")
    return call(np.add, parameters, buffers.block("update"), parameters)
