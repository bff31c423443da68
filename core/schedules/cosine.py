"""Cosine annealing: the rate falls along half a wave."""

from __future__ import annotations

from math import cos, pi
from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real, Whole
from core.schedules.schedule import Numbers, ScheduleRule


class Cosine(ScheduleRule):
    """η_t = η_min + (η − η_min)(1 + cos(π t / T)) / 2, with T = T_max and η_min = eta_min.

    After T steps the rate rises again, as PyTorch's does: the wave goes on.
    """

    label: ClassVar[str] = "cosine"
    tex: ClassVar[str] = r"\eta_t = \eta_{\min} + (\eta-\eta_{\min})\,\tfrac{1}{2}\left(1+\cos\tfrac{\pi t}{T}\right)"
    source: ClassVar[str] = "Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017"
    about: ClassVar[str] = "The rate falls along half a wave, and then rises again."
    options: ClassVar[Options] = {
        "T_max": Option(1000, Whole(1, 1_000_000), "steps of half a wave T"),
        "eta_min": Option(0.0, Real(0.0, 100.0), "least rate"),
    }

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η_min + (η − η_min)(1 + cos(π t / T)) / 2."""
        least = settings["eta_min"]
        return least + (settings["learning_rate"] - least) * (1.0 + cos(pi * memory["t"] / settings["T_max"])) / 2.0
