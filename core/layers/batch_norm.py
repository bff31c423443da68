"""Batch normalisation inside a layer: s → n with mean 0 and variance 1 over the batch, then z = γ n + b."""

from __future__ import annotations

from core.layers.around import Around
from core.layers.built import Parameter, Running, Variable
from core.ops import BatchMean, BatchVariance, Normalise, Op, ScaleShift
from core.spec import Dense, Initialiser


def normalised(name: str, around: Around) -> tuple[Op, ...]:
    """The operations; in evaluation the running statistics stand in for those of the batch."""
    s, n = f"{name}/s", f"{name}/n"
    scaled = ScaleShift((n, f"{name}/gamma", f"{name}/b"), f"{name}/z")
    if not around.training:
        return Normalise((s, f"{name}/mean:running", f"{name}/variance:running"), n), scaled
    mean, variance = f"{name}/mean", f"{name}/variance"
    return BatchMean((s,), mean), BatchVariance((s, mean), variance), Normalise((s, mean, variance), n), scaled


def normalised_variables(name: str, units: int, training: bool) -> tuple[Variable, ...]:
    """The weighted sum, its statistics over the batch, and what they make of it."""
    s, n = Variable(f"{name}/s", "weighted_sum", units), Variable(f"{name}/n", "normalised", units)
    if not training:
        return s, n
    moments = (Variable(f"{name}/{moment}", "moment", units, pooled=True) for moment in ("mean", "variance"))
    return (s, *moments, n)


def normalised_parameters(layer: Dense, name: str, inputs: int) -> tuple[Parameter, ...]:
    """γ, which starts at 1, and b, which takes the place of the layer's biases (β in the paper)."""
    return (
        Parameter(f"{name}/gamma", "scale", layer.units, inputs, Initialiser("constant", 1.0), single=True),
        Parameter(f"{name}/b", "bias", layer.units, inputs, layer.bias_initialiser, single=True),
    )


def normalised_statistics(name: str, units: int, around: Around) -> tuple[Running, ...]:
    """What evaluation uses; the variance is made that of a population from which the batch was drawn, as in PyTorch."""
    follows, unbiased = around.batch_norm, around.batch / max(1, around.batch - 1)
    return (
        Running(f"{name}/mean:running", f"{name}/mean", units, 0.0, follows, 1.0),
        Running(f"{name}/variance:running", f"{name}/variance", units, 1.0, follows, unbiased),
    )
