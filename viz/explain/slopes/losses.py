"""Slopes of losses, and of other terms of the loss: written as the operation itself says."""

from __future__ import annotations

from string import Template

import numpy as np

from core.losses.categorical_cross_entropy import CategoricalCrossEntropy
from core.ops import Op
from core.ops.loss_term import LossTerm
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.numbers import tex
from viz.explain.slopes.named import Named, fraction

EXACT = 1e-12
# What a place in the slope of a term stands for: its inputs in this order; anything else is a number of its own.
READ = ("a", "y")


def of_term(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """By the term, and for a loss by whether it begins at z or at a."""
    assert isinstance(op, LossTerm)
    if len(op.inputs) > 2 and given[0] == op.inputs[2]:
        return together(program, op, given)
    return stated(op, op.slope_tex, given)


def together(program: Program, op: LossTerm, given: Number) -> Named | None:
    """a − y, where the last activation and the loss are taken as one; of a softmax where all targets add up to 1."""
    if isinstance(op, CategoricalCrossEntropy) and not adds_up(program):
        return None
    return stated(op, "($a - $y)", given)


def adds_up(program: Program) -> bool:
    """Whether the targets of every example, at every step, add up to 1."""
    targets = program.examples.y
    totals = targets.reshape(-1, program.spec.output.units).sum(axis=1)
    return bool((np.abs(totals - 1.0) < EXACT).all())


def stated(op: LossTerm, slope: str, given: Number) -> Named | None:
    """The slope with its factor in front; None where it is not stated."""
    if not slope:
        return None
    template, front = Template(slope), fraction(op.slope_factor)
    places = template.get_identifiers()
    read = dict(zip([place for place in READ if place in places], op.inputs, strict=False))
    own = {place: tex(getattr(op, place)) for place in places if place not in READ}
    return Named(
        lambda *symbols: front + template.substitute(own, **dict(zip(read, symbols, strict=True))),
        tuple((path, given[1]) for path in read.values()),
    )
