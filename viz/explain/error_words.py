"""A difference of the loss beside backprop: the formula with its numbers, why it is off, and the table of all h."""

from __future__ import annotations

from math import floor, isfinite, log10

from core.checking import Difference, ErrorCurve
from viz.explain.numbers import decimal, tex, typeset

# An arm is one where the error is so many times that of the bottom.
ARM = 10.0
BREAK = r" \\[0.2em] "


def difference_formula(curve: ErrorCurve, exponent: int) -> str:
    """(L(w + h) − L(w − h)) / 2h with the digits that cancel, and ∂L/∂w below it."""
    one = curve.at(exponent)
    losses = f"{all_digits(one.right)} - {bracketed(one.left)}"
    lines = [
        rf"\frac{{L(w+h) - L(w-h)}}{{2h}} &= \frac{{{losses}}}{{2 \cdot 10^{{{exponent}}}}}",
        rf"&= {all_digits(one.central, 12)}",
        rf"\frac{{\partial L}}{{\partial w}} &= {all_digits(curve.backprop, 12)} \quad \text{{by backprop}}",
    ]
    return rf"\begin{{aligned}} {BREAK.join(lines)} \end{{aligned}}"


def all_digits(value: float, digits: int = 0) -> str:
    """As many digits as a number has, or so many."""
    if not isfinite(value):
        return tex(value)
    text, _, power = (f"{value:.{digits}g}" if digits else repr(value)).partition("e")
    return rf"{text} \cdot 10^{{{int(power)}}}" if power else text


def bracketed(value: float) -> str:
    """A number behind a minus."""
    return f"({all_digits(value)})" if value < 0 else all_digits(value)


def error_sentences(curve: ErrorCurve, exponent: int) -> list[str]:
    """What this h does, then the two arms and the bottom."""
    one, best = curve.at(exponent), curve.best
    said = [f"With h = 1e{exponent} the difference is {off(curve, one.error)}. {cancelled(one)}"]
    if all(found.error == 0.0 for found in curve.differences):
        return [*said, "So it is for every h: the loss does not change with this weight at all."]
    said.append(f"The bottom is at h = {short(best.h)}, {off(curve, best.error)}.")
    if has_falling_arm(curve):
        said.append("To its left rounding wins, for the losses differ by too little: the error grows like ε/h.")
    if has_rising_arm(curve):
        said.append("To its right the curve bends away from its chord: the error grows like h² (one-sided like h).")
    else:
        said.append("To its right the error stays: along this weight the loss is as good as a parabola or a line.")
    return said


def off(curve: ErrorCurve, error: float) -> str:
    """How far from backprop."""
    if not isfinite(error):
        return "not a number: the loss overflows so far from the weight"
    if error == 0.0:
        return "equal to backprop to the last digit"
    return f"off by {short(error, 1)}" + (
        " relative to backprop" if curve.backprop else ", for backprop says exactly 0"
    )


def short(value: float, digits: int = 0) -> str:
    """2e-4; and 0."""
    return typeset(f"{value:.{digits}e}") if value else "0"


def cancelled(one: Difference) -> str:
    """How many digits the subtraction costs."""
    apart, size = abs(one.right - one.left), max(abs(one.right), abs(one.left))
    if not isfinite(apart) or not size:
        return ""
    if apart == 0.0:
        return "Both losses are the same number: nothing is left of their difference."
    common = max(0, floor(-log10(apart / size)))
    return f"Of their 16 digits both losses have the first {common} in common, and these cancel." if common else ""


def has_falling_arm(curve: ErrorCurve) -> bool:
    """Whether rounding shows on the left."""
    return curve.differences[0].error > ARM * curve.best.error


def has_rising_arm(curve: ErrorCurve) -> bool:
    """Whether truncation shows on the right."""
    return curve.differences[-1].error > ARM * curve.best.error


def error_table(curve: ErrorCurve, exponent: int) -> str:
    """A line per power of ten; that of this h is bold."""
    rows = ["| h | central difference | its error | one-sided | its error |", "| --- | ---: | ---: | ---: | ---: |"]
    for one in curve.differences:
        if one.exponent == round(one.exponent):
            numbers = decimal(one.central), short(one.error, 1), decimal(one.one_sided), short(one.one_sided_error, 1)
            cells = [f"1e{round(one.exponent)}", *numbers]
            bold = "**" if one.exponent == exponent else ""
            rows.append(f"| {' | '.join(f'{bold}{cell}{bold}' for cell in cells)} |")
    return "\n".join(rows)
