"""XOR learnt from scratch by a 2-4-1 network: published figures of a run whose start nobody knows."""

from __future__ import annotations

from core.papers.line import Line
from core.papers.reading import value
from core.papers.tutorial import BIASES, ORDER, Tutorial

UNKNOWN = "Its weights start at random and no seed is given, so its digits cannot be had again; ours start from a seed."
CORNERS = ("0, 0", "0, 1", "1, 0", "1, 1")
# The loss is half the squared error summed over four examples; the tutorial prints the mean of the squared errors.
MEAN_SQUARED_ERROR = value("L", factor=0.5)


def mean_error(at: int, published: str) -> Line:
    """The mean squared error after so many updates."""
    what = f"mean squared error after {at:,} updates" if at else "mean squared error at the start"
    return Line(f"mse_at_{at}", what, MEAN_SQUARED_ERROR, published, at, UNKNOWN)


def prediction(corner: int, published: str) -> Line:
    """The answer to one corner at the end."""
    what = f"answer to {CORNERS[corner]} after 10,000 updates"
    return Line(f"predictions[{corner}]", what, value("out/a", corner, 0), published, 10_000, UNKNOWN)


XOR = Tutorial(
    "XOR from scratch, 2-4-1",
    "Four corners at once, sigmoids, normal weights, learning rate 0.1, 10,000 updates.",
    "xor",
    (
        mean_error(0, "0.36270360966344145"),
        mean_error(4000, "0.005546947165311874"),
        mean_error(8000, "0.00202378766386817"),
        prediction(0, "0.02477654"),
        prediction(1, "0.95625286"),
        prediction(2, "0.96418129"),
        prediction(3, "0.04729297"),
    ),
    (BIASES, ORDER),
)
