"""Slopes of batch normalisation: three ways back, straight, by the mean and by the variance."""

from __future__ import annotations

from core.ops import Op
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.slopes.named import Named, fraction, itself, one, share


def of_normalise(program: Program, op: Op, given: Number, later: Number) -> Named:
    """1/√(v + ε), −1/√(v + ε), and −½ n/(v + ε)."""
    s, mean, variance = op.inputs
    v, sign = (variance, later[1][1:]), 1 if given[0] == s else -1
    if given[0] in (s, mean):
        return Named(lambda name: over_root(sign, name), (v,))
    return Named(over_twice, (v, later))


def over_root(above: int, variance: str) -> str:
    """1/√(v + ε)."""
    return rf"\frac{{{above}}}{{\sqrt{{{variance} + \varepsilon}}}}"


def over_twice(variance: str, n: str) -> str:
    """−n/(2 (v + ε))."""
    return rf"\frac{{-{n}}}{{2 ({variance} + \varepsilon)}}"


def of_scale_shift(program: Program, op: Op, given: Number, later: Number) -> Named:
    """γ of n, n of γ, 1 of the bias."""
    n, gamma, bias = op.inputs
    if given[0] == bias:
        return one()
    return itself((gamma, later[1][1:]) if given[0] == n else (n, later[1]))


def of_mean(program: Program, op: Op, given: Number, later: Number) -> Named:
    """1/m."""
    return share(program.batch)


def of_variance(program: Program, op: Op, given: Number, later: Number) -> Named | None:
    """(2/m) (s − μ); by the mean nothing gets through, since the deviations from it add up to 0."""
    s, mean = op.inputs
    if given[0] != s:
        return None
    front = fraction(2.0 / program.batch)
    return Named(lambda value, centre: f"{front}({value} - {centre})", (given, (mean, later[1])))
