"""Step decay: the rate falls by a factor every so many steps."""

from __future__ import annotations

from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real, Whole
from core.schedules.schedule import Numbers, ScheduleRule


class Stairs(ScheduleRule):
    """η_t = η γ^⌊t / n⌋, with n = step_size and γ = gamma."""

    label: ClassVar[str] = "step"
    tex: ClassVar[str] = r"\eta_t = \eta\,\gamma^{\lfloor t/n \rfloor}"
    source: ClassVar[str] = "torch StepLR"
    about: ClassVar[str] = "The rate falls by a factor every so many steps."
    options: ClassVar[Options] = {
        "step_size": Option(1000, Whole(1, 1_000_000), "steps between falls n"),
        "gamma": Option(0.5, Real(1e-6, 1.0), "factor γ"),
    }

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η γ^⌊t / n⌋."""
        return float(settings["learning_rate"] * settings["gamma"] ** (memory["t"] // settings["step_size"]))
