"""L-BFGS line by line for one parameter: the newest pair, the scale, and the step as a sum over all pairs."""

from __future__ import annotations

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array
from core.optimizers.common import COUNT

MOVED = Line("s1", "$theta - $theta_before", lambda theta, theta_before: theta - theta_before)
TURNED = Line("y1", "$g - $g_before", lambda g, g_before: g - g_before)
HERE = Line("theta_before", "$theta", lambda theta: theta)
SLOPE = Line("g_before", "$g", lambda g: g)
FOUND = Line(
    "pairs", r"\min($pairs + $kept,\, $history_size)", lambda pairs, kept, history_size: min(pairs + kept, history_size)
)
SCALE = Line("gamma", r"\frac{$sy}{$yy}", lambda sy, yy: sy / yy if yy else 1.0)


def lines_of(kept: bool, count: int, shortened: bool) -> tuple[Line, ...]:
    """kept: whether there is a new pair;  count: how many pairs there are;  shortened: whether the first step is."""
    pair = (MOVED, TURNED) if kept else ()
    curved = (SCALE, turned_by(count)) if count else ()
    return *pair, HERE, SLOPE, COUNT, FOUND, *curved, stride(count, shortened)


def numbers_of(pairs: list[tuple[Array, Array]], there: list[float], back: list[float], place: int) -> dict[str, float]:
    """What the lines read of the pairs and of both loops, at one place of the flat vectors."""
    numbers = {"sy": float(np.dot(*pairs[0])), "yy": float(np.dot(pairs[0][1], pairs[0][1]))} if pairs else {}
    for i, ((s, y), a, c) in enumerate(zip(pairs, there, back, strict=True), 1):
        numbers |= {f"s{i}": float(s[place]), f"y{i}": float(y[place]), f"a{i}": a, f"c{i}": c}
    return numbers


def turned_by(count: int) -> Line:
    """q = g + Σ aᵢ yᵢ: what the first loop makes of the gradient."""
    places = range(1, count + 1)

    def added(**n: np.float64) -> np.float64:
        return sum((n[f"y{i}"] * n[f"a{i}"] for i in places), n["g"])

    return Line("q", "$g" + "".join(rf" + $a{i} \cdot $y{i}" for i in places), added)


def stride(count: int, shortened: bool) -> Line:
    """Δθ = η (Σ cᵢ sᵢ − γ q), with c = a − b and b from the second loop; −η g where nothing is known of the curvature.

    Added up in the order of the loops, so that it is rounded as they are.
    """
    places = range(1, count + 1)
    factor = r"$learning_rate \cdot $shortened" if shortened else "$learning_rate"
    curved = r"-$gamma \cdot $q" + "".join(rf" + $c{i} \cdot $s{i}" for i in places)

    def added(**n: np.float64) -> np.float64:
        step = n["q"] * -n["gamma"] if count else -n["g"]
        for i in reversed(places):
            step = step + n[f"s{i}"] * n[f"c{i}"]
        return step * (n.get("shortened", 1.0) * n["learning_rate"])

    def size(n: Numbers) -> float:
        there = abs(n["g"]) + sum(abs(n[f"a{i}"] * n[f"y{i}"]) for i in places)
        back = sum(abs(n[f"c{i}"] * n[f"s{i}"]) for i in places)
        return n["learning_rate"] * (there * abs(n.get("gamma", 1.0)) + back)

    return Line("update", rf"{factor} \cdot ({curved if count else '-$g'})", added, size)
