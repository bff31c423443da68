"""Arithmetic without warnings: faults are found in the numbers and told with their step and place."""

from __future__ import annotations

import contextvars

import numpy as np


def quiet_context() -> contextvars.Context:
    """A context in which NumPy does not warn; entering it is cheap, and twice at once is refused."""
    context = contextvars.copy_context()
    context.run(np.seterr, all="ignore")
    return context
