"""What a stop condition is: from the rows that were just recorded to the first step that meets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from core.loss_curves import Losses, Steps
from core.ops.op import Array
from core.ranges import Real, Whole

if TYPE_CHECKING:
    from core.program import Program

Need = Literal["", "validation", "classes"]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Rows that were just recorded: row i belongs to steps[i]; the step before them was `after`.

    losses: those of the run so far, these rows' among them, as long as they are comparable (same data, same loss).
    """

    program: Program
    after: int
    steps: Steps
    rows: Array
    losses: Losses

    def first(self, met: NDArray[np.bool_]) -> int | None:
        """The step of the first row that meets a condition."""
        return int(self.steps[int(np.argmax(met))]) if met.any() else None

    def reached(self, step: int) -> int | None:
        """The step itself, when it lies behind the last one and not beyond these rows."""
        return step if self.after < step <= int(self.steps[-1]) else None


@dataclass(frozen=True, slots=True)
class StopRule:
    """first: (seen, value) → the first step that meets it, or None;  reason: the same → why it stopped, as a clause.

    needs: what the examples must have;  step: how far the field on the screen moves.
    """

    label: str
    limit: Real | Whole
    step: float
    first: Callable[[Seen, float], int | None]
    reason: Callable[[Seen, float], str]
    about: str
    needs: Need = ""
