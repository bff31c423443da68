"""Whether a unit lets gradient through, in words: saturated, shut for an example, dead for a batch, masked."""

from __future__ import annotations

import numpy as np

from core.explain.curve import curve
from core.explain.neuron import Neuron
from core.explain.saturation import CONDITIONS, condition, is_dead, largest_slope, share_of_slope
from core.step import Step
from viz.explain.numbers import decimal, rough

# Why f′ is 0, where one can say it better.
SHUT = {"relu": "z is negative", "hard_tanh": "z lies beyond −1 or 1"}
# What is said of a small slope, where no larger z would make it smaller still.
SMALL = {"leaky_relu": "z is negative, where this unit only leaks"}
# From here on a slope is as good as the largest.
FULL = 0.995


def in_condition(unit: Neuron) -> str:
    """How much of the gradient passes the activation."""
    kind, several = unit.site.op.kind, len(unit.zs) > 1
    if not unit.is_function:
        return "A softmax is no function of one z: every output depends on all of them, and together they are 1."
    if kind == "linear":
        return "This unit is linear: f′ is 1 everywhere, so nothing saturates, and the tangent is the line itself."
    slopes = curve(kind, unit.zs)[1]
    shares = share_of_slope(kind, slopes)
    if is_dead(slopes):
        return dead(kind, len(slopes))
    return passing(kind, float(shares[unit.example])) + (others(shares) if several else "")


def dead(kind: str, examples: int) -> str:
    """Nothing comes back for any example."""
    every = f"all {examples:,} examples" if examples > 1 else "the only example"
    why = SHUT.get(kind, "f′(z) is 0")
    return f"{why} for {every} of this batch: the unit is dead here, no gradient reaches its weights."


def passing(kind: str, share: float) -> str:
    """What happens to the gradient of this example."""
    name = condition(share)
    if name == "shut":
        return f"{SHUT.get(kind, 'f′(z) is 0')} for this example: f′(z) is 0 and no gradient passes."
    share_text = "at" if share > FULL else f"{rough(share, 2)} of"
    size = f"f′(z) is {share_text} its largest, {decimal(largest_slope(kind))}"
    if name == "responsive":
        return f"{size}: the unit responds."
    return f"{size}: {SMALL.get(kind, f'this unit is {name}')}, {rough(1.0 / share)} times less gradient passes."


def others(shares: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """How many examples of the batch are in which condition."""
    names = [condition(float(share)) for share in shares]
    counts = [f"{names.count(one.name):,} {one.name}" for one in CONDITIONS if one.name in names]
    return f" In the batch: {', '.join(counts)}."


def masked(unit: Neuron, step: Step) -> str:
    """What dropout does to it in this step, or nothing."""
    if unit.mask is None:
        return ""
    path, index = unit.mask
    value = float(step.value(path)[index])
    if value == 0.0:
        return "Dropout leaves this unit out for this example: it hands on 0, and nothing comes back to it."
    return f"Dropout keeps this unit for this example and multiplies what it hands on by {decimal(value)}."


def left_out(unit: Neuron) -> str:
    """How many of its weights dropconnect leaves out, or nothing."""
    weights = [one for found in unit.sums for one in found.summands if one.weight[0].endswith("/V")]
    gone = sum(one.weight_value == 0.0 for one in weights)
    return f"Dropconnect leaves out {gone:,} of its {len(weights):,} weights in this step." if weights else ""


def handed_back(unit: Neuron) -> str:
    """δ as upstream × slope, or as one with the loss."""
    delta = decimal(unit.delta.adjoint)
    (first, *others) = unit.delta.terms or (None,)
    if first is not None and not others and first.path.startswith("L"):
        return f"Activation and loss are taken together here, so δ comes straight from the loss: {delta}."
    if first is None or others or not unit.is_function:
        return f"δ is the sum of what comes back along {len(unit.delta.terms):,} ways: {delta}."
    return f"Upstream {decimal(first.adjoint)} times the slope {decimal(first.slope)}: δ is {delta}."
