"""How much gradient an activation lets through, from all of it to none, in words that have limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.explain.curve import curve
from core.ops.op import Array


@dataclass(frozen=True, slots=True)
class Condition:
    """What a unit is called whose slope is at most this share of the largest that its activation has."""

    name: str
    at_most: float


# From the flattest on; a slope of exactly 0 for a whole batch is death, whatever the activation.
CONDITIONS: tuple[Condition, ...] = (
    Condition("shut", 0.0),
    Condition("saturated", 0.1),
    Condition("half saturated", 0.5),
    Condition("responsive", np.inf),
)
# Where an activation is steepest is searched here; or it comes to that at the ends, as softplus does.
SEARCHED = np.append(np.linspace(-12.0, 12.0, 4801), (-40.0, 40.0))


def largest_slope(kind: str) -> float:
    """The steepest place of an activation: 1/4 of a sigmoid, 1 of tanh and ReLU; searched, not looked up."""
    return float(np.abs(curve(kind, SEARCHED)[1]).max())


def share_of_slope(kind: str, slopes: Array) -> Array:
    """|f′| as a share of the largest."""
    return np.asarray(np.abs(slopes) / largest_slope(kind))


def condition(share: float) -> str:
    """What a unit is called that lets through this share."""
    return next(one.name for one in CONDITIONS if share <= one.at_most)


def is_dead(slopes: Array) -> bool:
    """Whether no example of a batch hands anything back."""
    return bool((slopes == 0.0).all())
