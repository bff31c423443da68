"""All parameters of one step together, for rules whose step of one parameter depends on those of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.line import Numbers
from core.ops.op import Array

if TYPE_CHECKING:
    from core.least_squares import LeastSquares
    from core.optimizers.optimizer import Memory, Settings


@dataclass(frozen=True, slots=True)
class Together:
    """What a rule was handed in a step, flat, and where in it the one parameter lies that is looked at.

    gradient: 0 where a parameter is frozen;  before: the memory that the step found.
    """

    gradient: Array
    before: Memory
    parameters: Array
    settings: Settings
    squares: LeastSquares | None
    place: int


@dataclass(frozen=True, slots=True)
class Joint:
    """What the lines of one parameter read of all of them, and what lines must come to, by name."""

    numbers: Numbers
    expected: Numbers
