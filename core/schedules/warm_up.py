"""Warm-up: the rate rises in a straight line, then stays."""

from __future__ import annotations

from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real, Whole
from core.schedules.schedule import Numbers, ScheduleRule


class WarmUp(ScheduleRule):
    """η_t = η (a + (1 − a) min(t, T) / T), with a = start_factor and T = total_iters."""

    label: ClassVar[str] = "warm-up"
    tex: ClassVar[str] = r"\eta_t = \eta\,\left(a + (1-a)\,\tfrac{\min(t,T)}{T}\right)"
    source: ClassVar[str] = "Goyal and others, Accurate, large minibatch SGD, arXiv:1706.02677, 2017; torch LinearLR"
    about: ClassVar[str] = "The rate rises in a straight line to what it was set to, then stays."
    options: ClassVar[Options] = {
        "start_factor": Option(0.1, Real(1e-6, 1.0), "begin at this part a"),
        "total_iters": Option(100, Whole(1, 1_000_000), "steps of the rise T"),
    }

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η (a + (1 − a) min(t, T) / T)."""
        first, steps = settings["start_factor"], settings["total_iters"]
        return settings["learning_rate"] * (first + (1.0 - first) * min(memory["t"], steps) / steps)
