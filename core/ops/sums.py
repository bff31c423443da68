"""Products and sums as bound calls: of one run, or of all replicas at once, which lie along the first axis.

In one run a table is (features, batch) and a single number 0-d; with replicas they are (R, features, batch) and (R, 1),
so that a single number meets a flat vector (R, parameters) as it should.  Replicas compute in real numbers only.
"""

from __future__ import annotations

import numpy as np

from core.ops.op import Array, Call, call


def product(a: Array, b: Array, out: Array) -> Call:
    """out = a b, the matrix product."""
    return call(np.dot if a.ndim == 2 else np.matmul, a, b, out)


def inner(a: Array, b: Array, out: Array) -> Call:
    """out = Σ a·b over everything but the replicas; out: a single number."""
    if out.ndim == 0:
        return call(np.dot, a.reshape(-1), b.reshape(-1), out)
    if a.ndim == 3 and a.shape[1] > 1:
        return call(np.einsum, "rfb,rfb->r", a, b, out=out[:, 0])
    lines = (table.reshape(len(out), -1, copy=False) for table in (a, b))
    return call(np.vecdot, *lines, out[:, 0])


def total(a: Array, out: Array) -> Call:
    """out = Σ a over everything but the replicas; out: a single number."""
    if out.ndim == 0:
        return call(np.add.reduce, a.reshape(-1), 0, None, out)
    return call(np.add.reduce, a, tuple(range(1, a.ndim)), None, out[:, 0])
