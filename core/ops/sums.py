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
        return call(np.dot, flat(a, out), flat(b, out), out)
    return call(np.vecdot, flat(a, out), flat(b, out), out[:, 0])


def total(a: Array, out: Array) -> Call:
    """out = Σ a over everything but the replicas; out: a single number."""
    return call(np.add.reduce, flat(a, out), -1, None, out, out.ndim > 0)


def flat(a: Array, single: Array) -> Array:
    """The same numbers in a line, one line per replica; `single` tells whether there are replicas."""
    return a.reshape(-1) if single.ndim == 0 else a.reshape(len(single), -1, copy=False)
