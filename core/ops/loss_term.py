"""What adds to the loss: L = factor · Σ of one number for each that it reads, and how the slope of that is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.ops.op import Op


@dataclass(frozen=True, slots=True)
class LossTerm(Op):
    """An operation whose output is a part of the loss.

    slope_tex: the slope, without the factor, in TeX with places for what is read: $a, then $y, and for the operation's
    own numbers by their names; "" where nothing shorter can be said than ∂L/∂a.
    """

    factor: float
    slope_tex: ClassVar[str] = ""

    @property
    def slope_factor(self) -> float:
        """The number in front of what `slope_tex` says."""
        return self.factor
