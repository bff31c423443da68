"""Slopes of losses: how far an output is from its target."""

from __future__ import annotations

import numpy as np

from core.losses import LossOp, Squared
from core.losses.absolute import MeanAbsoluteError
from core.losses.binary_cross_entropy import BinaryCrossEntropy
from core.losses.categorical_cross_entropy import CategoricalCrossEntropy
from core.ops import Op
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.slopes.named import Named, fraction

EXACT = 1e-12


def of_loss(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """By the loss, and by whether it begins at z or at a."""
    assert isinstance(op, LossOp)
    a, y = (op.inputs[0], given[1]), (op.inputs[1], given[1])
    if len(op.inputs) > 2 and given[0] == op.inputs[2]:
        return together(program, op, a, y)
    rule = next((rule for kind, rule in RULES.items() if isinstance(op, kind)), None)
    return rule(op, a, y) if rule else None


def together(program: Program, op: LossOp, a: Number, y: Number) -> Named | None:
    """a − y, where the last activation and the loss are taken as one; of a softmax where all targets add up to 1."""
    if isinstance(op, CategoricalCrossEntropy) and not adds_up(program):
        return None
    return difference(op.factor, a, y)


def adds_up(program: Program) -> bool:
    """Whether the targets of every example, at every step, add up to 1."""
    targets = program.examples.y
    totals = targets.reshape(-1, program.spec.output.units).sum(axis=1)
    return bool((np.abs(totals - 1.0) < EXACT).all())


def difference(factor: float, a: Number, y: Number) -> Named:
    """factor · (a − y)."""
    front = fraction(factor)
    return Named(lambda out, target: f"{front}({out} - {target})", (a, y), lambda out, target: factor * (out - target))


def of_squared(op: LossOp, a: Number, y: Number) -> Named:
    """a − y, or twice that."""
    assert isinstance(op, Squared)
    return difference(2.0 * op.weight, a, y)


def of_binary(op: LossOp, a: Number, y: Number) -> Named:
    """(a − y) / (a (1 − a))."""
    front, factor = fraction(op.factor), op.factor
    return Named(
        lambda out, target: rf"{front}\frac{{{out} - {target}}}{{{out} (1 - {out})}}",
        (a, y),
        lambda out, target: factor * (out - target) / (out * (1.0 - out)),
    )


def of_classes(op: LossOp, a: Number, y: Number) -> Named:
    """−y / a."""
    front, factor = fraction(op.factor), op.factor
    return Named(
        lambda out, target: rf"{front}\frac{{-{target}}}{{{out}}}", (a, y), lambda out, target: -factor * target / out
    )


def of_absolute(op: LossOp, a: Number, y: Number) -> Named:
    """The sign of a − y."""
    front, factor = fraction(op.factor), op.factor
    return Named(
        lambda out, target: rf"{front}\operatorname{{sign}}({out} - {target})",
        (a, y),
        lambda out, target: factor * ((out > target) - (out < target)),
    )


RULES = {
    Squared: of_squared,
    BinaryCrossEntropy: of_binary,
    CategoricalCrossEntropy: of_classes,
    MeanAbsoluteError: of_absolute,
}
