"""Tables of replicas as lines: NumPy is quicker along a single axis than along three."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def in_lines(operands: tuple[object, ...]) -> tuple[object, ...]:
    """The operands of a function that acts on each number alone, every table (R, features, batch) as a line.

    Unchanged where there are none, or where they do not all lie alike and without gaps.
    """
    arrays = [operand for operand in operands if isinstance(operand, np.ndarray) and operand.ndim]
    if not arrays or any(array.ndim != 3 or array.strides != arrays[0].strides for array in arrays):
        return operands
    if any(array.shape != arrays[0].shape or not gapless(array) for array in arrays):
        return operands
    return tuple(
        operand.ravel(order="K") if isinstance(operand, np.ndarray) and operand.ndim else operand
        for operand in operands
    )


def gapless(array: NDArray[Any]) -> bool:
    """Whether the array fills its stretch of memory, in whichever order, so that a line of it is a view."""
    return np.shares_memory(array, array.ravel(order="K"))
