"""The slopes of all activations at the start of the backward pass, in as few calls as their places allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import numpy as np

from core.buffers import Buffers
from core.ops import ACTIVATIONS, Call, Elementwise, Op, call, slope_path
from core.ops.op import Array

TIME = re.compile(r"/t=\d+")


def slope_calls(ops: Iterable[Op], buffers: Buffers) -> Iterator[Call]:
    """Neighbouring layers with the same activation share calls, and so do all steps of a sequence."""
    activations = [op for op in ops if type(op) in ACTIVATIONS.values()]
    steady = list(dict.fromkeys(timeless(op.output) for op in activations))
    together = sorted(activations, key=lambda op: steady.index(timeless(op.output)))
    for (kind, _), group in groupby(together, key=alike):
        outputs = {op.output: op.inputs[0] for op in group}
        if not issubclass(kind, Elementwise) or not buffers.has_slope(next(iter(outputs))):
            continue
        if kind.slope_from_output:
            a, slope, calls = both_of(list(outputs), buffers)
            yield from (*calls, *kind.slope(a, a, slope, buffers))
        else:
            for a_path, z in outputs.items():
                yield from kind.slope(buffers.value(z), buffers.value(a_path), buffers.slope(a_path), buffers)


def timeless(path: str) -> str:
    """h1/t=3/i → h1/i."""
    return TIME.sub("", path)


def alike(op: Op) -> tuple[type[Op], str]:
    """What operations share whose slopes are computed together: at each step the same, or layers without steps."""
    return type(op), timeless(op.output) if TIME.search(op.output) else ""


def both_of(outputs: list[str], buffers: Buffers) -> tuple[Array, Array, list[Call]]:
    """The outputs and their slopes, each in a line; steps that lie apart are brought together by the calls."""
    slopes = [slope_path(path) for path in outputs]
    if not TIME.search(outputs[0]):
        return buffers.span(outputs[0], outputs[-1]), buffers.span(slopes[0], slopes[-1]), []
    a, slope = buffers.rows(outputs), buffers.rows(slopes).reshape(-1, copy=False)
    if a.flags.c_contiguous:
        return a.reshape(-1, copy=False), slope, []
    together = buffers.room("together", a.shape)
    return together.reshape(-1, copy=False), slope, [call(np.copyto, together, a)]
