"""The step in words: a paragraph that says only what the row says, in the order in which it was computed."""

from __future__ import annotations

from math import isfinite

from core.explain import Derivation
from core.narrate import gradient_sentence
from core.optimizers import OPTIMIZERS
from core.program import Program
from core.spec.selectors import freezing
from core.step import Step
from viz.explain.chosen import Number, name_of
from viz.explain.numbers import decimal


def in_words(program: Program, step: Step, derivation: Derivation) -> str:
    """Forward, backward, then what becomes of the number that is explained."""
    is_parameter = derivation.path in [slot.path for slot in program.layout.parameters()]
    sentences = [forward(program, step), gradient_sentence(step)]
    sentences.append(sensitivity(derivation, "gradient" if is_parameter else "adjoint"))
    if is_parameter and isfinite(derivation.adjoint):
        sentences.append(updated(program, step, (derivation.path, derivation.index)))
    return " ".join(sentences)


def forward(program: Program, step: Step) -> str:
    """How many examples, and the loss."""
    examples = "1 example" if program.batch == 1 else f"{program.batch:,} examples"
    return f"Step {step.index:,} reads {examples}; with the weights as they are, the loss is {decimal(step.loss)}."


def sensitivity(derivation: Derivation, slope: str) -> str:
    """The value, its gradient or adjoint, and what the sign of that means."""
    name, value, size = name_of(derivation.path, derivation.index), decimal(derivation.value), derivation.adjoint
    if not isfinite(size):
        return f"The {slope} of {name} is no longer finite."
    if size == 0.0:
        return f"{name} is {value}, and its {slope} is 0: a small change of it changes the loss by nothing."
    towards = "larger" if size > 0.0 else "smaller"
    return (
        f"{name} is {value}, and its {slope} is {decimal(size)}: were it a little larger, the loss would be {towards}."
    )


def updated(program: Program, step: Step, number: Number) -> str:
    """What the optimizer adds, and what comes out."""
    (path, index), rule = number, OPTIMIZERS[program.spec.optimizer.name]
    before, change = float(step.parameter(path)[index]), float(step.update(path)[index])
    by = freezing(program.spec.frozen, path, index)
    if by is not None:
        return f"It is frozen by `{by}`, so nothing is added to it."
    read, gradient = float(step.clipped(path)[index]), float(step.gradient(path)[index])
    clipped = f"The optimizer reads it clipped, as {decimal(read)}. " if read != gradient else ""
    rate = decimal(float(step.value("learning_rate")))
    return (
        f"{clipped}{rule.label} at the rate {rate} adds {decimal(change)}, and the next step begins with "
        f"{decimal(before + change)}."
    )
