"""Pulls of penalties: L2 in proportion to the weight, L1 always the same."""

from __future__ import annotations

from viz.explain.chosen import Number
from viz.explain.slopes.named import Named, fraction


def of_l2(amount: float, weight: Number) -> Named:
    """λ w."""
    front = fraction(amount)
    return Named(lambda w: rf"{front}{w}", (weight,))


def of_l1(amount: float, weight: Number) -> Named:
    """λ sign w."""
    front = fraction(amount)
    return Named(lambda w: rf"{front}\operatorname{{sign}}({w})", (weight,))


PENALTIES = {"l1": of_l1, "l2": of_l2}
