"""Every tensor of parameters with the worst of its entries, for as long as one wants to wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from time import perf_counter

from core.checking.checked import Checked, begin, waiting, with_found
from core.checking.comparison import Comparison
from core.program import Program
from core.step import Step


@dataclass(frozen=True, slots=True)
class Tensors:
    """Per path how far its entries were compared;  of: the run and the step they belong to."""

    of: tuple[int, int]
    checked: dict[str, Checked]


def tensors(program: Program, step: Step, run: int, seconds: float) -> Tensors:
    """All parameters, or as many of each tensor as the time allows: the largest of each first."""
    whole = begin(program, step, run)
    found = {slot.path: replace(whole, of=prod(slot.shape)) for slot in step.layout.parameters()}
    if whole.barred:
        return Tensors((run, step.index), found)
    until, comparison = perf_counter() + seconds, Comparison(program, step)
    for place, _ in waiting(whole, step, None):
        found[place[0]] = with_found(found[place[0]], place, None, comparison.of(place))
        if perf_counter() > until:
            break
    return Tensors((run, step.index), found)
