"""What a panel is: a picture of one recorded step, with the words for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.program import Program
from core.step import Step
from viz.raw_figure import RawFigure


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel is made from: the step on the screen, its program, the selected path, "light" or "dark"."""

    program: Program
    step: Step
    selected: str
    theme: str

    @property
    def layer(self) -> str:
        """The selected layer; the first one where nothing, or the data, is selected."""
        names = self.program.spec.layer_names
        chosen = self.selected.replace(":", "/").split("/")[0]
        return chosen if chosen in names else names[0]


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture by name: whether it fits a network, the figure, and one sentence on what is seen.

    selects: whether its points carry paths that a click selects;  gradients: whether it shows any.
    """

    label: str
    about: str
    fits: Callable[[Program], bool]
    figure: Callable[[Shown], RawFigure]
    alt: Callable[[Shown], str]
    selects: bool = False
    gradients: bool = True
