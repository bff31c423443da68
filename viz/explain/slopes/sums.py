"""Slopes of weighted sums: what the number is multiplied with; and of plain sums and means."""

from __future__ import annotations

from core.explain.summands import PAIRS
from core.ops import AveragePool2d, GlobalAveragePool2d, Op
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.slopes.named import Named, itself, one, share


def of_weighted_sum(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """The input of a weight, the weight of an input, 1 of a bias."""
    for weight, other in PAIRS[op.kind](program.layout, op, later[1]):
        if weight == given:
            return one() if other is None else itself(other)
        if other == given:
            return itself(weight)
    return None


def of_sum(program: Program, op: Op, given: Number, later: Number) -> Named:
    """1."""
    return one()


def of_average(program: Program, op: Op, given: Number, later: Number) -> Named:
    """One part of the window or of the image."""
    assert isinstance(op, AveragePool2d | GlobalAveragePool2d)
    return share(round(1.0 / op.share))
