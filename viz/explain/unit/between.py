"""What batch normalisation does between the weighted sum and z, with its numbers."""

from __future__ import annotations

from core.explain.neuron import Neuron
from core.ops.normalise import EPSILON
from core.step import Step
from viz.explain.equation import aligned
from viz.explain.numbers import factor, tex
from viz.explain.symbols import Writer


def normalised_formula(writer: Writer, unit: Neuron, step: Step) -> str:
    """n = (s − μ) / √(v + ε)."""
    s, mean, variance, n = unit.normalised
    values = [float(step.value(path)[index]) for path, index in unit.normalised]
    names = [writer.symbol(number) for number in (s, mean, variance)]
    lines = [
        quotient(names[0], names[1], names[2], r"\varepsilon"),
        quotient(tex(values[0]), factor(values[1]), tex(values[2]), tex(EPSILON)),
        tex(values[3]),
    ]
    return aligned(writer.symbol(n), lines)


def quotient(s: str, mean: str, variance: str, epsilon: str) -> str:
    """(s − μ) / √(v + ε)."""
    return rf"\frac{{{s} - {mean}}}{{\sqrt{{{variance} + {epsilon}}}}}"
