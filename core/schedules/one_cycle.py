"""One cycle: up to the full rate, and down to almost nothing."""

from __future__ import annotations

from math import cos, pi
from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real, Whole
from core.schedules.schedule import Numbers, ScheduleRule


class OneCycle(ScheduleRule):
    """From η/d up to η in a part p of the T steps, then down to η/(d f), each along half a cosine wave.

    T = total_steps, p = pct_start, d = div_factor, f = final_div_factor.  PyTorch's two-phase form without its cycling
    of the momentum; where PyTorch refuses to go on after T steps, the rate stays at its last value.
    """

    label: ClassVar[str] = "one cycle"
    tex: ClassVar[str] = r"\eta/d \nearrow \eta \searrow \eta/(d f)"
    source: ClassVar[str] = "Smith and Topin, Super-convergence, arXiv:1708.07120, 2017; torch OneCycleLR"
    about: ClassVar[str] = "The rate rises to what it was set to and falls to almost nothing."
    options: ClassVar[Options] = {
        "total_steps": Option(2000, Whole(2, 1_000_000), "steps of the cycle T"),
        "pct_start": Option(0.3, Real(0.01, 0.99), "part of the rise p"),
        "div_factor": Option(25.0, Real(1.0, 1e6), "begin at η/d: d"),
        "final_div_factor": Option(1e4, Real(1.0, 1e9), "end at η/(d f): f"),
    }

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """Half a wave up until step p T − 1, half a wave down until step T − 1."""
        t, top, last = memory["t"], settings["pct_start"] * settings["total_steps"] - 1.0, settings["total_steps"] - 1.0
        highest = settings["learning_rate"]
        first = highest / settings["div_factor"]
        if t <= top:
            return half_wave(first, highest, t / top if top > 0.0 else 1.0)
        return half_wave(highest, first / settings["final_div_factor"], min((t - top) / (last - top), 1.0))


def half_wave(start: float, end: float, part: float) -> float:
    """From start (part 0) to end (part 1) along a cosine."""
    return end + (start - end) / 2.0 * (cos(pi * part) + 1.0)
