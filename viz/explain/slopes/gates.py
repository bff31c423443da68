"""Slopes of products and gates: each factor lets through as much as the other is."""

from __future__ import annotations

from core.ops import Op
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.gates import rows_of
from viz.explain.slopes.named import Named, itself

# c = i g + f c₋: which input stands beside which.
BESIDE = (2, 3, 0, 1)


def of_gated_sum(program: Program, op: Op, given: Number, later: Number) -> Named:
    """Of i it is g, of g it is i; of f the cell before, of the cell before f."""
    return itself((op.inputs[BESIDE[op.inputs.index(given[0])]], given[1]))


def of_product(program: Program, op: Op, given: Number, later: Number) -> Named:
    """The other factor: a gate, a mask."""
    first, second = op.inputs[:2]
    return itself((second if given[0] == first else first, given[1]))


def of_mask(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """Of a weight its mask; a bias has none."""
    return itself((op.inputs[1], given[1])) if given[0] == op.inputs[0] else None


def of_mix(program: Program, op: Op, given: Number, later: Number) -> Named:
    """h = (1 − u) n + u h₋."""
    n, u, before = ((path, given[1]) for path in op.inputs)
    if given == n:
        return Named("(1 - {})".format, (u,))
    if given == before:
        return itself(u)
    return Named("({} - {})".format, (before, n))


def of_sigmoid(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """i (1 − i) of a gate; f′(z) of a layer that has but one activation."""
    if not rows_of(program, op.output.partition("/")[0]):
        return None
    return Named("{0} (1 - {0})".format, (later,))


def of_tanh(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """1 − g² of what a gated layer lets in and of its cell."""
    if not rows_of(program, op.output.partition("/")[0]):
        return None
    return Named("(1 - ({})^2)".format, (later,))


def of_softmax(program: Program, op: Op, given: Number, later: Number) -> Named:
    """a_k (1 − a_k), or −a_k a_j of another z."""
    same = given[1] == later[1]
    if same:
        return Named("{0} (1 - {0})".format, (later,))
    return Named(r"(-{} \cdot {})".format, (later, (later[0], given[1])))
