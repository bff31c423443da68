"""The error function, which NumPy does not have: as bound calls for the plan, and as a function for everything else."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.ops.op import Array, Call, call

# erf(6) is 1 to the last bit. Nodes so close that six terms of the Taylor series give the last digit.
REACH = 6
PER_UNIT = 256
DEGREE = 6


def erf_calls(x: Array, out: Array) -> list[Call]:
    """Calls that write erf(x) into `out`, within 2 units in the last place; x stays as it is and may not be `out`.

    erf(x_k + d) = Σ_n d^n erf⁽ⁿ⁾(x_k) / n!,  x_k: the nearest of 3,073 nodes, chosen by the real part, so that the
    series carries a complex step through.  Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.19.
    """
    table = taylor_table()
    d, scaled = np.zeros_like(x), np.zeros_like(x, dtype=float)
    index, found = np.zeros_like(x, dtype=np.intp), np.zeros((len(table), *x.shape))
    nodes, first, *others = (found[row, ...] for row in range(len(table)))
    number = [np.array(value, x.dtype) for value in (-REACH, REACH)]
    return [
        call(np.maximum, x, number[0], out=d),
        call(np.minimum, d, number[1], out=d),
        call(np.multiply, d.real, np.array(float(PER_UNIT)), scaled),
        call(np.add, scaled, np.array(float(PER_UNIT * REACH)), scaled),
        call(np.rint, scaled, scaled),
        call(np.copyto, index, scaled, "unsafe"),
        call(np.take, table, index, 1, found, "clip"),
        call(np.subtract, d, nodes, d),
        call(np.multiply, first, d, out),
        *(bound for term in others[:-1] for bound in (call(np.add, out, term, out), call(np.multiply, out, d, out))),
        call(np.add, out, others[-1], out),
    ]


def erf(x: ArrayLike) -> NDArray[Any]:
    """erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, for real numbers, and for complex ones with a tiny imaginary part."""
    given = np.asarray(x)
    given = given if np.iscomplexobj(given) else given.astype(np.float64)
    out = np.zeros_like(given)
    with np.errstate(all="ignore"):
        for bound in erf_calls(given, out):
            bound.run()
    return out


@lru_cache(maxsize=1)
def taylor_table() -> Array:
    """The nodes, then erf⁽ⁿ⁾ / n! at the nodes for n = 6, 5, …, 0: (8, nodes).

    erf⁽ⁿ⁺¹⁾ = −2x erf⁽ⁿ⁾ − 2(n − 1) erf⁽ⁿ⁻¹⁾, from erf′ = 2/√π e^(−x²).
    """
    nodes = np.arange(-REACH * PER_UNIT, REACH * PER_UNIT + 1) / PER_UNIT
    slope = 2.0 / math.sqrt(math.pi) * np.exp(-nodes * nodes)
    derivatives = [np.array([math.erf(node) for node in nodes]), slope, -2.0 * nodes * slope]
    for n in range(2, DEGREE):
        derivatives.append(-2.0 * nodes * derivatives[n] - 2.0 * (n - 1) * derivatives[n - 1])
    terms = [derivative / math.factorial(n) for n, derivative in enumerate(derivatives)]
    table = np.stack([nodes, *reversed(terms)])
    table.setflags(write=False)
    return table
