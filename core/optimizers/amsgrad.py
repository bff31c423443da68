"""AMSGrad: Adam whose scaling never relaxes."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.adam import MEAN, MEAN_CORRECTED, SQUARES, Adam, moment_calls, scaled_calls
from core.optimizers.common import COUNT, decay_of
from core.optimizers.optimizer import Settings
from core.optimizers.room import Room

LARGEST = Line("w", r"\max($w,\, $v)", lambda w, v: np.maximum(w, v))
CORRECTED = Line("w_hat", r"\frac{$w}{1 - $beta2^{$t}}", lambda w, beta2, t: w / (1.0 - beta2**t))
STEP = Line(
    "update",
    r"-$learning_rate \cdot \frac{$m_hat}{\sqrt{$w_hat} + $eps}",
    lambda learning_rate, m_hat, w_hat, eps: -learning_rate * m_hat / (np.sqrt(w_hat) + eps),
)


class AMSGrad(Adam):
    """Adam with w ← max(w, v) in place of v:  Δθ = −η/(1 − β1ᵗ) · m / (√w / √(1 − β2ᵗ) + ε).

    PyTorch's form (Adam with amsgrad=True): the largest v before its correction, the paper's has no correction.
    """

    label: ClassVar[str] = "AMSGrad"
    source: ClassVar[str] = (
        "Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018; torch Adam(amsgrad)"
    )
    about: ClassVar[str] = "Adam that scales by the largest mean square so far, so that no weight speeds up again."
    fields: ClassVar[tuple[str, ...]] = ("m", "v", "w")

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """Adam's, with the largest mean square in place of the last."""
        return *decay_of(settings), COUNT, MEAN, SQUARES, LARGEST, MEAN_CORRECTED, CORRECTED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        gradient, decay = room.decayed()
        v, w = room.memory["v"], room.memory["w"]
        return [*decay, *moment_calls(room, gradient), call(np.maximum, w, v, w), *scaled_calls(room, w)]
