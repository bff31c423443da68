"""An aspect of a number: one explanation of it, drawn at rest from the row of the step on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.program import Program
from core.step import Step
from screens.view import View
from viz.explain import Number


@dataclass(frozen=True, slots=True)
class Subject:
    """What is explained.  program: the one that computed the step;  number: the end of the trail.

    parameter: the weight or bias behind the selection, a unit stands for its bias; None where there is none;
    row: the row of the batch that the chosen example has in this step, None for all of the batch together.
    """

    view: View
    program: Program
    step: Step
    trail: tuple[str, ...]
    number: Number
    parameter: Number | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """label: on its button;  about: one sentence above it;  fits: whether it has something to say of this subject;
    lights: it lights parts of the network, so the stage stays in view beside it.
    """

    label: str
    about: str
    fits: Callable[[Subject], bool]
    draw: Callable[[Subject], None]
    lights: bool = False


def always(subject: Subject) -> bool:
    """For every number that has an adjoint."""
    return True


def of_parameter(subject: Subject) -> bool:
    """For weights, biases, and units that have a bias."""
    return subject.parameter is not None
