"""No schedule: the rate stays what it was set to."""

from __future__ import annotations

from typing import ClassVar

from core.schedules.schedule import Numbers, ScheduleRule


class Constant(ScheduleRule):
    """η_t = η."""

    label: ClassVar[str] = "constant"
    tex: ClassVar[str] = r"\eta_t = \eta"
    source: ClassVar[str] = "torch ConstantLR(factor=1)"
    about: ClassVar[str] = "The rate stays what it was set to."
    scalars: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η."""
        return settings["learning_rate"]

    @classmethod
    def after(cls, memory: Numbers, loss: float, settings: Numbers) -> dict[str, float]:
        """Nothing."""
        return {}
