"""What the weight dial says: tangent, secant, the optimizer's next step, and when the tangent is flat."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, isfinite

import numpy as np

from core.checking import Along, Point, secant
from viz.explain.numbers import decimal, factor, rough, tex

# A tangent is flat where it changes the loss over the whole range by so little of what the curve does.
FLAT = 1e-6
SAMPLES = 9


@dataclass(frozen=True, slots=True)
class Turned:
    """The dial as it stands.  here: at the weight;  there: the second point;  after: behind the optimizer's next step;

    lowest: the lowest point of the range;  frozen: what freezes the weight, or "".
    """

    name: str
    curve: Along
    here: Point
    there: Point
    after: Point
    lowest: Point
    frozen: str

    @property
    def span(self) -> float:
        """How much the loss changes over the range."""
        known = self.curve.losses[np.isfinite(self.curve.losses)]
        return float(known.max() - known.min()) if known.size else 0.0

    @property
    def width(self) -> float:
        """From one end of the range to the other."""
        return float(self.curve.values[-1] - self.curve.values[0])


def secant_formula(turned: Turned) -> str:
    """(L(w + h) − L(w)) / h with numbers, and ∂L/∂w below it."""
    here, there = turned.here, turned.there
    h = there.weight - here.weight
    if h == 0.0:
        return rf"\frac{{\partial L}}{{\partial w}} = {tex(turned.curve.slope)}"
    numbers = rf"\frac{{{tex(there.loss)} - {factor(here.loss)}}}{{{tex(h)}}} = {tex(secant(turned.curve, there))}"
    return (
        rf"\begin{{aligned}} \frac{{L(w+h) - L(w)}}{{h}} &= {numbers} \\[0.2em] "
        rf"\frac{{\partial L}}{{\partial w}} &= {tex(turned.curve.slope)} \end{{aligned}}"
    )


def dial_sentences(turned: Turned) -> list[str]:
    """The weight, the second point, the next step, the lowest point."""
    if turned.span == 0.0:
        flat = (
            f"{turned.name} is {decimal(turned.curve.weight)}: the loss does not change with it, every tangent is flat."
        )
        return [flat, next_step(turned)]
    return [at_the_weight(turned), at_the_point(turned), next_step(turned), lowest(turned)]


def at_the_weight(turned: Turned) -> str:
    """The tangent is the gradient."""
    curve = turned.curve
    said = f"{turned.name} is {decimal(curve.weight)}, and the loss of this step's batch {decimal(curve.loss)}."
    if is_flat(turned, curve.slope):
        return f"{said} The tangent is flat, its slope is {decimal(curve.slope)}: here is {kind(turned, turned.here)}."
    down = "smaller" if curve.slope > 0.0 else "larger"
    return f"{said} The slope of the tangent is {decimal(curve.slope)}, the gradient: downhill means a {down} weight."


def at_the_point(turned: Turned) -> str:
    """The secant is the finite difference, and how far it is from the tangent; the tangent where the point is flat."""
    there, slope = turned.there, turned.curve.slope
    if not isfinite(there.loss):
        return f"At {decimal(there.weight)} the loss is no longer finite."
    said = f"At {decimal(there.weight)} the loss is {decimal(there.loss)}."
    if there.weight == turned.curve.weight:
        return f"{said} Both points are one: the secant is the tangent."
    chord = secant(turned.curve, there)
    share = f", or {rough(abs(chord - slope) / abs(slope), 2)} times the gradient" if slope else ""
    off = decimal(abs(chord - slope))
    said += f" The secant through both has the slope {decimal(chord)}: it is off by {off}{share}."
    if is_flat(turned, there.slope):
        said += f" There the tangent is flat: {kind(turned, there)}."
    return said


def next_step(turned: Turned) -> str:
    """What the optimizer does with the weight, and the loss if it moved this weight alone."""
    change = turned.after.weight - turned.curve.weight
    if turned.frozen:
        return f"It is frozen by `{turned.frozen}`: its gradient is shown, and the optimizer leaves it where it is."
    if not isfinite(turned.after.loss):
        return "After the optimizer's next step the loss is no longer finite."
    moved = turned.after.loss - turned.curve.loss
    way = "unchanged" if moved == 0.0 else f"{decimal(abs(moved))} {'lower' if moved < 0.0 else 'higher'}"
    return f"The optimizer's next step adds {decimal(change)}; moved alone, this weight would leave the loss {way}."


def lowest(turned: Turned) -> str:
    """The lowest point, or that the range ends before one comes."""
    point, values = turned.lowest, turned.curve.values
    said = f"The lowest point of this range is at {decimal(point.weight)} with the loss {decimal(point.loss)}"
    inside = values[0] < point.weight < values[-1]
    return f"{said}." if inside else f"{said}, at its end: a wider range may have a lower one."


def is_flat(turned: Turned, slope: float) -> bool:
    """Whether a tangent of this slope is as good as level on this curve."""
    return abs(slope) * turned.width <= FLAT * turned.span


def kind(turned: Turned, point: Point) -> str:
    """What a level place is: by its bend."""
    if abs(point.bend) * turned.width**2 <= 1e-3 * turned.span:
        return "a level stretch of this curve"
    return "a minimum along this weight" if point.bend > 0.0 else "a maximum along this weight"


def dial_table(turned: Turned) -> str:
    """The curve from left to right, with the marked points among the samples."""
    curve = turned.curve
    lines = marked(turned)
    known = [line[0] for line in lines]
    places = np.linspace(0, len(curve.values) - 1, SAMPLES).round().astype(int)
    samples = [(float(curve.values[k]), float(curve.losses[k]), "", "") for k in places]
    lines += [sample for sample in samples if not any(isclose(sample[0], weight) for weight in known)]
    rows = ["| weight | loss | slope | |", "| ---: | ---: | ---: | --- |"]
    for weight, loss, slope, name in sorted(lines):
        rows.append(f"| {decimal(weight)} | {decimal(loss)} | {slope} | {name} |")
    return "\n".join(rows)


def marked(turned: Turned) -> list[tuple[float, float, str, str]]:
    """Weight, loss, slope and name of the marked points; those that lie on one another share a line."""
    curve, step = turned.curve, () if turned.frozen else (("next step", turned.after),)
    names = {(curve.weight, curve.loss, decimal(curve.slope)): ["the weight"]}
    for name, point in (("second point", turned.there), *step, ("lowest point", turned.lowest)):
        names.setdefault((point.weight, point.loss, decimal(point.slope)), []).append(name)
    return [(*place, ", ".join(together)) for place, together in names.items()]
