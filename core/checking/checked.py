"""How much of the gradient of a step was compared with the loss so far; it goes on by a budget of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from core.checking.comparison import TOLERANCE, Comparison, Found, Place
from core.checking.order import largest, owner, scattered, size_of, turn_of
from core.program import Program
from core.step import Step


@dataclass(frozen=True, slots=True)
class Checked:
    """run, step: whose gradient;  count: parameters compared, of how many;  worst, where: the largest relative error;

    barred: why none can be compared, "not finite" or "cut" (truncated on its way back through time), or "";
    corners: how many lay at a corner of the loss and were compared by complex step;  left_out: how many have no slope
    to compare with;  ahead: those that were compared out of turn;  turn: how many had their turn.
    """

    run: int
    step: int
    of: int
    barred: str = ""
    count: int = 0
    worst: float = 0.0
    where: Place | None = None
    corners: int = 0
    left_out: int = 0
    ahead: frozenset[Place] = frozenset()
    turn: int = 0

    @property
    def verdict(self) -> str:
        """agrees, differs, unchecked, or why it is barred."""
        if self.barred or not self.count:
            return self.barred or "unchecked"
        return "agrees" if self.worst <= TOLERANCE else "differs"

    @property
    def is_complete(self) -> bool:
        """Whether there is nothing left to compare."""
        return bool(self.barred) or self.count + self.left_out >= self.of


def begin(program: Program, step: Step, run: int) -> Checked:
    """Nothing compared yet."""
    return Checked(run, step.index, size_of(step.layout), barred(program, step))


def barred(program: Program, step: Step) -> str:
    """Why the gradient of a step is not to be compared with the slopes of its loss, or ""."""
    blocks = step.layout.blocks
    parts = (step.row[blocks["model"]], step.row[blocks["gradient"]], step.value("L"))
    if not all(np.isfinite(part).all() for part in parts):
        return "not finite"
    return "cut" if any(op.held_back for op in program.network.ops) else ""


def further(
    checked: Checked, program: Program, step: Step, selected: Place | None = None, seconds: float = 0.03
) -> Checked:
    """Compare more of the parameters until the time is over, at least one: the selected one first."""
    if checked.is_complete:
        return checked
    until, comparison = perf_counter() + seconds, Comparison(program, step)
    for place, turn in waiting(checked, step, selected):
        checked = with_found(checked, place, turn, comparison.of(place))
        if perf_counter() > until:
            break
    return checked


def waiting(checked: Checked, step: Step, selected: Place | None) -> Iterator[tuple[Place, int | None]]:
    """What is to be compared, with its turn in the scattered order; None for what comes out of turn."""
    known = set(checked.ahead)
    first = [owner(step.layout, selected)] if selected else []
    for place in first + (largest(step) if not checked.turn else []):
        if place is not None and place not in known and turn_of(step, place) >= checked.turn:
            known.add(place)
            yield place, None
    for turn, place in enumerate(scattered(step, checked.turn), checked.turn + 1):
        if place not in known:
            yield place, turn


def with_found(checked: Checked, place: Place, turn: int | None, found: Found) -> Checked:
    """One more compared."""
    ahead = checked.ahead if turn else checked.ahead | {place}
    moved = replace(checked, ahead=ahead, turn=turn or checked.turn)
    if not found.is_told:
        return replace(moved, left_out=moved.left_out + 1)
    moved = replace(moved, count=moved.count + 1, corners=moved.corners + found.at_corner)
    is_worst = moved.where is None or not found.error <= moved.worst
    return replace(moved, worst=found.error, where=place) if is_worst else moved
