"""Whether numbers are finite, asked cheaply."""

from __future__ import annotations

import numpy as np

from core.ops.op import Array

LONG_ROW = 20_000


def all_finite(numbers: Array) -> bool:
    """Whether all are; for long rows their sum of squares says so in half the time, unless it overflows."""
    if numbers.ndim == 2 and numbers.shape[1] > LONG_ROW:
        with np.errstate(all="ignore"):
            if all(np.isfinite(np.dot(row, row)) for row in numbers):
                return True
    return bool(np.isfinite(numbers).all())
