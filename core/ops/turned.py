"""A sequence on its side: (steps, units, batch) as (units, steps · batch), for products that add up over all steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.ops.op import Array, Call, call

if TYPE_CHECKING:
    from core.buffers import Buffers


def turned(path: str, steps: int, buffers: Buffers) -> tuple[Array, list[Call]]:
    """The deltas of all steps as (units, steps · batch), and the calls that turn them, for whoever asks first.

    Everybody who asks gets the same copy, so the first may ask only where all deltas are known.
    """
    delta = buffers.adjoint(path)
    wide = buffers.kept("turned", delta).reshape(-1, steps * delta.shape[-1])
    if not buffers.first_time(f"turned {path}"):
        return wide, []
    return wide, [on_side(delta, steps, wide)]


def on_side(table: Array, steps: int, wide: Array) -> Call:
    """wide[u, t, n] = table[t, u, n]."""
    batch = table.shape[-1]
    into = wide.reshape(-1, steps, batch, copy=False)
    return call(np.copyto, into, table.reshape(steps, -1, batch, copy=False).transpose(1, 0, 2))
