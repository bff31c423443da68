"""Exponential decay: the rate falls by the same factor in every step."""

from __future__ import annotations

from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real
from core.schedules.schedule import Numbers, ScheduleRule


class Exponential(ScheduleRule):
    """η_t = η γ^t, with γ = gamma."""

    label: ClassVar[str] = "exponential"
    tex: ClassVar[str] = r"\eta_t = \eta\,\gamma^t"
    source: ClassVar[str] = "torch ExponentialLR"
    about: ClassVar[str] = "The rate falls by the same factor in every step."
    options: ClassVar[Options] = {"gamma": Option(0.999, Real(1e-6, 1.0), "factor γ")}

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η γ^t."""
        return float(settings["learning_rate"] * settings["gamma"] ** memory["t"])
