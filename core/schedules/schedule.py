"""What a learning-rate schedule is: which rate a step uses, as a function of what it counts and remembers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from core.options import Options

Numbers = Mapping[str, float]


class ScheduleRule(ABC):
    """The rate η_t of the step t, counted from 0 where the schedule was chosen; η is the learning rate that was set.

    scalars: what it counts and remembers; lies in the memory, so that a state carries it;  settings: every option, and
    η under "learning_rate".
    """

    label: ClassVar[str]
    tex: ClassVar[str]
    source: ClassVar[str]
    about: ClassVar[str]
    options: ClassVar[Options] = {}
    scalars: ClassVar[tuple[str, ...]] = ("t",)

    @classmethod
    def init(cls) -> dict[str, float]:
        """What it remembers before its first step."""
        return dict.fromkeys(cls.scalars, 0.0)

    @classmethod
    @abstractmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η_t."""

    @classmethod
    def after(cls, memory: Numbers, loss: float, settings: Numbers) -> dict[str, float]:
        """What it remembers after a step whose batch had this loss."""
        return {"t": memory["t"] + 1.0}
