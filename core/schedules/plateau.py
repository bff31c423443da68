"""Reduce on plateau: the rate falls when the loss no longer does (what tutorials call an adaptive learning rate)."""

from __future__ import annotations

import sys
from typing import ClassVar

from core.options import Option, Options
from core.ranges import Real, Whole
from core.schedules.schedule import Numbers, ScheduleRule


class ReduceOnPlateau(ScheduleRule):
    """η_t = η · scale;  scale ← scale · factor after more than `patience` steps without a new best loss.

    A loss is a new best when it is below best · (1 − threshold); `cooldown` steps after a fall do not count.  The loss
    is that of each step's own batch.  PyTorch's rule, mode "min", threshold_mode "rel", counted in steps.

    scale: product of all falls;  best: the least loss so far;  bad: steps since then;  cooldown: steps not to count.
    """

    label: ClassVar[str] = "reduce on plateau"
    tex: ClassVar[str] = r"\eta_{t+1} = \max(\eta_t \cdot \mathrm{factor},\ \eta_{\min})"
    source: ClassVar[str] = "torch ReduceLROnPlateau"
    about: ClassVar[str] = "The rate falls when the training loss has had no new best for a while."
    options: ClassVar[Options] = {
        "factor": Option(0.5, Real(0.01, 0.99), "factor"),
        "patience": Option(200, Whole(0, 1_000_000), "patience in steps"),
        "threshold": Option(1e-4, Real(0.0, 0.5), "threshold"),
        "cooldown": Option(0, Whole(0, 1_000_000), "cooldown in steps"),
        "min_lr": Option(0.0, Real(0.0, 100.0), "least rate"),
        "eps": Option(1e-8, Real(0.0, 1.0), "least fall"),
    }
    scalars: ClassVar[tuple[str, ...]] = ("scale", "best", "bad", "cooldown")

    @classmethod
    def init(cls) -> dict[str, float]:
        """No loss yet: best is the largest float, since an infinity in a row is a fault."""
        return {"scale": 1.0, "best": sys.float_info.max, "bad": 0.0, "cooldown": 0.0}

    @classmethod
    def rate(cls, memory: Numbers, settings: Numbers) -> float:
        """η · scale."""
        return settings["learning_rate"] * memory["scale"]

    @classmethod
    def after(cls, memory: Numbers, loss: float, settings: Numbers) -> dict[str, float]:
        """Count the step, and reduce when the patience is at its end."""
        better = loss < memory["best"] * (1.0 - settings["threshold"])
        best, bad = (loss, 0.0) if better else (memory["best"], memory["bad"] + 1.0)
        scale, cooldown = memory["scale"], memory["cooldown"]
        if cooldown > 0.0:
            cooldown, bad = cooldown - 1.0, 0.0
        if bad > settings["patience"]:
            scale, cooldown, bad = reduced(scale, settings), settings["cooldown"], 0.0
        return {"scale": scale, "best": best, "bad": bad, "cooldown": cooldown}


def reduced(scale: float, settings: Numbers) -> float:
    """scale · factor, but no rate below min_lr, and no fall smaller than eps."""
    rate = settings["learning_rate"] * scale
    lower = rate * settings["factor"]
    if rate - max(lower, settings["min_lr"]) <= settings["eps"]:
        return scale
    return scale * settings["factor"] if lower >= settings["min_lr"] else settings["min_lr"] / settings["learning_rate"]
