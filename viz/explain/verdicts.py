"""Whether what was added up is what was recorded: one limit, and the same words, for all explanations."""

from __future__ import annotations

from viz.explain.numbers import rough

EXACT = 1e-12


def verdict(error: float) -> str:
    """What a relative difference of this size is called."""
    return "equal to" if error <= EXACT else "NOT equal to"


def apart(error: float) -> str:
    """How large it is."""
    return f"relative difference {rough(error, 1)}"
