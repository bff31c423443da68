"""What the optimizer did to one weight in one step, in a sentence: DEEDS has one for every optimizer."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite, sqrt

from core.explain import Update
from core.optimizers.lbfgs import CURVED
from viz.explain.numbers import decimal, rough

NOT_FINITE = "The numbers of this step are no longer finite."
NO_STEP = "The gradient is 0, so there is no step."


def deed(name: str, found: Update) -> str:
    """What this optimizer did; what is frozen is not moved, whatever it says."""
    if found.frozen is not None:
        return f"It is frozen by `{found.frozen}`: whatever its gradient, nothing is added to it."
    if not all(map(isfinite, found.final.values())):
        return NOT_FINITE
    return DEEDS[name](found)


def descends(found: Update) -> str:
    """SGD."""
    if found.final["g"] == 0.0:
        return NO_STEP
    return f"The step is {rough(found.final['learning_rate'])} times the gradient, downhill; it knows of no other step."


def carries(found: Update) -> str:
    """A velocity beside the newest gradient."""
    v, g, carried = found.final["v"], found.final["g"], found.before["v"] * found.final["momentum"]
    if carried == 0.0:
        return "Nothing is carried on from earlier steps: this gradient alone makes the velocity."
    if g == 0.0:
        return "The gradient is 0; what is left of earlier ones carries the weight on."
    way = "the same way" if carried * g > 0.0 else "the other way"
    outweighed = " and outweigh it" if v * g < 0.0 else ""
    return f"The velocity is {rough(v / g)} times the gradient: earlier gradients pointed {way} on balance{outweighed}."


def divides(found: Update) -> str:
    """Adagrad."""
    root = sqrt(found.final["s"]) + found.final["eps"]
    rate = found.final["slowed"] / root
    return (
        f"The root of all its squared gradients so far is {rough(root)}; divided by that, the rate of this weight is "
        f"{rough(rate)} now, and it can only fall."
    )


def measures(found: Update) -> str:
    """Adadelta."""
    steps, gradients = (sqrt(part + found.final["eps"]) for part in (found.before["u"], found.final["v"]))
    return (
        f"Recent steps were about {rough(steps)} long and recent gradients about {rough(gradients)}: "
        f"the ratio, {rough(steps / gradients)}, stands in for a learning rate."
    )


def evens(found: Update) -> str:
    """RMSprop."""
    g, r = found.final["g"], found.final["r"]
    usual = "spread" if found.final["centered"] else "usual size"
    said = f"The gradient is {rough(abs(g / r))} times its {usual}, {rough(r)}, "
    if not found.final["momentum"]:
        return f"{said}so the step is as many times the rate, downhill."
    b = found.final["b"]
    return f"{said}and b, which adds up such ratios, is {rough(b)}: the step is as many times the rate."


def weighs(size: str, root: float, mean: float, what: str = "mean gradient") -> str:
    """The ratio of a mean gradient to its usual size."""
    if root == 0.0:
        return "There was no gradient yet, so there is no step."
    return (
        f"The {what} is {rough(abs(mean) / root)} times its {size}, {rough(root)}, so the step is about as many times "
        "the rate."
    )


def adam(found: Update) -> str:
    """Adam."""
    return weighs("usual size", sqrt(found.final["v_hat"]), found.final["m_hat"])


def adamw(found: Update) -> str:
    """Adam's, and the decay beside it."""
    at = found.final
    decay = -at["learning_rate"] * at["weight_decay"] * found.known["theta"]
    return f"{adam(found)} Beside that, the decay adds {rough(decay)}, towards 0." if decay else adam(found)


def nadam(found: Update) -> str:
    """NAdam."""
    what = "mean gradient, with the newest counted once more,"
    at = found.final
    mean = (at["b"] * at["g"] + at["c"] * at["m"]) / at["learning_rate"] if at["learning_rate"] else 0.0
    return weighs("usual size", sqrt(at["v_hat"]), mean, what)


def amsgrad(found: Update) -> str:
    """AMSGrad."""
    return weighs("largest usual size so far", sqrt(found.final["w_hat"]), found.final["m_hat"])


def adamax(found: Update) -> str:
    """Adamax."""
    return weighs("largest recent size", found.final["u"], found.final["m_hat"])


def compares(found: Update) -> str:
    """Rprop."""
    q, old, new = found.final["q"], found.before["s"], found.final["s"]
    if found.final["g"] == 0.0:
        return NO_STEP
    if q == 0.0:
        return f"There is no earlier gradient to compare with, so the step is {rough(new)} long, as it was to be."
    if q > 0.0:
        return f"The gradient kept its sign, so the step size went from {rough(old)} to {rough(new)}."
    return (
        f"The gradient changed its sign: the weight stepped over the bottom of a valley. The step size went from "
        f"{rough(old)} to {rough(new)}, and the weight waits for a step."
    )


def guesses(found: Update) -> str:
    """L-BFGS."""
    pairs, t = int(found.final["pairs_after"]), found.before["t"]
    if t and not found.final["kept"]:
        skipped = f"The newest pair is left out, for its curvature, {rough(found.final['curvature'])}, is not above "
        return f"{skipped}{CURVED:g}; {pairs} older ones tell the curvature."
    if not pairs:
        how = ", shortened to the length of the rate" if found.final["shortened"] < 1.0 else ""
        return f"Nothing is known of the curvature yet: a step down the gradient{how}."
    word = "pair of a step and its change" if pairs == 1 else "pairs of steps and their changes"
    return (
        f"{pairs} {word} of the gradient tell the curvature; the numbers a and c are those of the two loops, which go "
        "over all weights together."
    )


def tries(found: Update) -> str:
    """Levenberg–Marquardt."""
    loss, trial, damping = found.final["loss"], found.final["trial"], found.final["damping"]
    solved = "p solves the equations of all weights at once; that of this weight is the second line. "
    if trial < loss:
        return (
            f"{solved}The trial lowers the loss from {decimal(loss)} to {decimal(trial)}: it is kept, and the next one "
            f"is bolder, with the damping {rough(damping)}."
        )
    return (
        f"{solved}The trial would not lower the loss, from {decimal(loss)} to {decimal(trial)}: it is taken back, and "
        f"the next one is more careful, with the damping {rough(damping)}."
    )


DEEDS: dict[str, Callable[[Update], str]] = {
    "sgd": descends,
    "momentum": carries,
    "nesterov": carries,
    "adagrad": divides,
    "adadelta": measures,
    "rmsprop": evens,
    "adam": adam,
    "adamw": adamw,
    "nadam": nadam,
    "amsgrad": amsgrad,
    "adamax": adamax,
    "rprop": compares,
    "lbfgs": guesses,
    "levenberg_marquardt": tries,
}
