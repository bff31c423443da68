"""Slopes with names: for each operation how ∂k/∂u is written, where there is a better way than as a quotient."""

from __future__ import annotations

from collections.abc import Callable

from core.explain import Term
from core.explain.places import index_of, position_of
from core.explain.summands import PAIRS
from core.losses import LOSSES
from core.ops import OPS, Op
from core.ops.loss_term import LossTerm
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.slopes.gates import of_gated_sum, of_mask, of_mix, of_product, of_sigmoid, of_softmax, of_tanh
from viz.explain.slopes.losses import of_term
from viz.explain.slopes.named import Named
from viz.explain.slopes.norms import of_mean, of_normalise, of_scale_shift, of_variance
from viz.explain.slopes.penalties import PENALTIES
from viz.explain.slopes.sums import of_average, of_sum, of_weighted_sum

# What adds to the loss says itself how its slope is written.
TERMS = (*LOSSES, *(kind for kind, rule in OPS.items() if issubclass(rule, LossTerm)))

Rule = Callable[[Program, Op, Number, Number], Named | None]

SLOPES: dict[str, Rule] = {
    **dict.fromkeys(PAIRS, of_weighted_sum),
    "add": of_sum,
    "average_pool2d": of_average,
    "global_average_pool2d": of_average,
    "multiply": of_product,
    "add_product": of_product,
    "gated_sum": of_gated_sum,
    "mix": of_mix,
    "mask_weights": of_mask,
    "sigmoid": of_sigmoid,
    "tanh": of_tanh,
    "softmax": of_softmax,
    "batch_mean": of_mean,
    "batch_variance": of_variance,
    "normalise": of_normalise,
    "scale_shift": of_scale_shift,
    **dict.fromkeys(TERMS, of_term),
}


def named_slope(program: Program, number: Number, term: Term) -> Named | None:
    """What the slope of a term is called; None where it is written as a quotient, or as f′."""
    if term.kind in PENALTIES:
        return PENALTIES[term.kind](dict(program.network.penalties)[term.kind], number)
    rule = SLOPES.get(term.kind)
    op = next(op for op in program.network.ops if (op.kind, op.output) == (term.kind, term.path))
    given = as_input(program, op, number)
    return rule(program, op, given, (term.path, term.index)) if rule and given else None


def as_input(program: Program, op: Op, number: Number) -> Number | None:
    """The number under the name by which the operation reads it."""
    layout = program.layout
    position = position_of(layout.slot(number[0]), number[1])
    places = ((path, index_of(layout.slot(path), position)) for path in dict.fromkeys(op.inputs))
    return next(((path, index) for path, index in places if index is not None), None)


__all__ = ["SLOPES", "Named", "named_slope"]
