"""Options and lines that several optimizers share; the options with PyTorch's names and defaults."""

from __future__ import annotations

from collections.abc import Mapping

from core.line import Line
from core.options import Option
from core.ranges import Real

# 1 − β must not vanish: the corrections divide by it.
SHARE = Real(0.0, 0.999999)

WEIGHT_DECAY = Option(0.0, Real(0.0, 10.0), "weight decay λ")
MOMENTUM = Option(0.9, Real(0.0, 1.0), "momentum μ")
BETA1 = Option(0.9, SHARE, "β1")
BETA2 = Option(0.999, SHARE, "β2")
# Not 0: a gradient of exactly 0, as behind a dead ReLU, would be divided by it.
POSITIVE = Real(1e-30, 1.0)
EPS = Option(1e-8, POSITIVE, "ε")

COUNT = Line("t", "$t + 1", lambda t: t + 1.0)
DECAY = Line("g", r"$g + $weight_decay \cdot $theta", lambda g, weight_decay, theta: g + theta * weight_decay)


def decay_of(settings: Mapping[str, float]) -> tuple[Line, ...]:
    """The line of the weight decay, where there is some."""
    return (DECAY,) if settings["weight_decay"] else ()
