"""NAdam: Adam with Nesterov's look ahead."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Array, Call, call
from core.optimizers.adam import MEAN, SQUARES, SQUARES_CORRECTED, Adam, moment_calls
from core.optimizers.common import COUNT, decay_of
from core.optimizers.optimizer import Memory, Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

NOW = Line(
    "mu",
    r"$beta1 \cdot (1 - \tfrac{1}{2} \cdot 0.96^{$t \cdot $momentum_decay})",
    lambda beta1, t, momentum_decay: momentum_at(t, beta1, momentum_decay),
)
NEXT = Line(
    "mu_next",
    r"$beta1 \cdot (1 - \tfrac{1}{2} \cdot 0.96^{($t + 1) \cdot $momentum_decay})",
    lambda beta1, t, momentum_decay: momentum_at(t + 1.0, beta1, momentum_decay),
)
PRODUCT = Line("p", r"$p \cdot $mu", lambda p, mu: p * mu)
OF_GRADIENT = Line(
    "b",
    r"$learning_rate \cdot \frac{1 - $mu}{1 - $p}",
    lambda learning_rate, mu, p: learning_rate * (1.0 - mu) / (1.0 - p),
)
OF_MEAN = Line(
    "c",
    r"$learning_rate \cdot \frac{$mu_next}{1 - $p \cdot $mu_next}",
    lambda learning_rate, mu_next, p: learning_rate * mu_next / (1.0 - p * mu_next),
)
STEP = Line(
    "update",
    r"-\frac{$b \cdot $g + $c \cdot $m}{\sqrt{$v_hat} + $eps}",
    lambda b, g, c, m, v_hat, eps: -(g * b / (np.sqrt(v_hat) + eps) + m * c / (np.sqrt(v_hat) + eps)),
    lambda at: (abs(at["b"] * at["g"]) + abs(at["c"] * at["m"])) / (at["v_hat"] ** 0.5 + at["eps"]),
)


class NAdam(Adam):
    """Δθ = −η [ (1 − μ) / (1 − p) · g + μ′ / (1 − p μ′) · m ] / (√(v / (1 − β2ᵗ)) + ε).

    m, v, t as in Adam;  μ = β1 (1 − ½ · 0.96^(t ψ)), μ′ the same at t + 1, with ψ = momentum_decay;  p: product of all
    μ so far.  PyTorch's form, which is Dozat's with this schedule of μ.
    """

    label: ClassVar[str] = "NAdam"
    source: ClassVar[str] = "Dozat, Incorporating Nesterov momentum into Adam, ICLR workshop 2016; torch NAdam"
    about: ClassVar[str] = "Adam that takes the newest gradient into account twice, as Nesterov's momentum does."
    options: ClassVar[Options] = {
        **Adam.options,
        "momentum_decay": Option(0.004, Real(0.0, 1.0), "momentum decay ψ"),
    }
    scalars: ClassVar[tuple[str, ...]] = ("t", "p")

    @classmethod
    def init(cls, parameters: Array, settings: Settings) -> Memory:
        """Zeros, and p = 1."""
        return {**super().init(parameters, settings), "p": np.ones(())}

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """Adam's averages, the momenta of this step and the next, what they give to gradient and mean, and the step."""
        momenta = (NOW, NEXT, PRODUCT, OF_GRADIENT, OF_MEAN)
        return *decay_of(settings), COUNT, MEAN, SQUARES, *momenta, SQUARES_CORRECTED, STEP

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        gradient, decay = room.decayed()
        m, v, t, p = (room.memory[name] for name in ("m", "v", "t", "p"))
        of_gradient, of_average, correction = room.single(), room.single(), room.single()
        root, part = room.scratch(), room.scratch()
        inputs, into = (t, p, room.rate), (t, p, of_gradient, of_average, correction)
        return [
            *decay,
            *moment_calls(room, gradient),
            room.numbers("shares", shares, inputs, *into),
            call(np.divide, v, correction, root),
            call(np.sqrt, root, root),
            call(np.add, root, room.number(room.settings["eps"]), root),
            call(np.multiply, gradient, of_gradient, part),
            call(np.divide, part, root, part),
            call(np.multiply, m, of_average, room.update),
            call(np.divide, room.update, root, room.update),
            call(np.add, part, room.update, room.update),
        ]


def momentum_at(t: float, beta1: float, decay: float) -> float:
    """μ = β1 (1 − ½ · 0.96^(t ψ))."""
    return float(beta1 * (1.0 - 0.5 * 0.96 ** (t * decay)))


def shares(t: float, p: float, rate: float, settings: Settings) -> tuple[float, float, float, float, float]:
    """(t + 1, p μ, −η (1 − μ) / (1 − p), −η μ′ / (1 − p μ′), 1 − β2ᵗ), with the new t and p."""
    t = t + 1.0
    beta1, decay = settings["beta1"], settings["momentum_decay"]
    mu, mu_next = momentum_at(t, beta1, decay), momentum_at(t + 1.0, beta1, decay)
    p = p * mu
    of_gradient, of_average = -rate * (1.0 - mu) / (1.0 - p), -rate * mu_next / (1.0 - p * mu_next)
    return t, p, of_gradient, of_average, 1.0 - settings["beta2"] ** t
