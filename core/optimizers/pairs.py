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
    scale = (SCALE,) if count else ()
    return *pair, HERE, SLOPE, COUNT, FOUND, *scale, stride(count, shortened)


def numbers_of(pairs: list[tuple[Array, Array]], there: list[float], back: list[float], place: int) -> dict[str, float]:
    """What the lines read of the pairs and of both loops, at one place of the flat vectors."""
    numbers = {"sy": float(np.dot(*pairs[0])), "yy": float(np.dot(pairs[0][1], pairs[0][1]))} if pairs else {}
    for i, ((s, y), a, c) in enumerate(zip(pairs, there, back, strict=True), 1):
        numbers |= {f"s{i}": float(s[place]), f"y{i}": float(y[place]), f"a{i}": a, f"c{i}": c}
    return numbers


def stride(count: int, shortened: bool) -> Line:
    """Δθ = η (−γ (g + Σ aᵢ yᵢ) + Σ cᵢ sᵢ): a from the first loop, c = a − b with b from the second one.

    Added up in the order of the loops, so that it is rounded as they are.
    """
    places = range(1, count + 1)
    inner = "$g" + "".join(f" + $a{i} \\cdot $y{i}" for i in places)
    whole = f"-$gamma \\cdot ({inner})" + "".join(f" + $c{i} \\cdot $s{i}" for i in places) if count else "-$g"
    factor = r"$learning_rate \cdot $shortened" if shortened else "$learning_rate"

    def added(**n: np.float64) -> float:
        q = -n["g"]
        for i in places:
            q = q - n[f"y{i}"] * n[f"a{i}"]
        q = q * n.get("gamma", 1.0)
        for i in reversed(places):
            q = q + n[f"s{i}"] * n[f"c{i}"]
        return float(q * (n.get("shortened", 1.0) * n["learning_rate"]))

    def size(n: Numbers) -> float:
        terms = [n["g"], *(n[f"a{i}"] * n[f"y{i}"] for i in places)]
        corrections = (n[f"c{i}"] * n[f"s{i}"] for i in places)
        return abs(n["learning_rate"]) * (sum(map(abs, terms)) * abs(n.get("gamma", 1.0)) + sum(map(abs, corrections)))

    return Line("update", rf"{factor} \cdot ({whole})", added, size)
