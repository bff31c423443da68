"""AdamW: Adam whose weight decay is a step of its own."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from core.line import Line, Numbers
from core.ops.op import Call, call
from core.optimizers.adam import Adam, moment_calls, scaled_calls
from core.optimizers.optimizer import Settings
from core.optimizers.room import Room
from core.options import Option, Options
from core.ranges import Real

DECAYED = Line(
    "update",
    r"$update - $learning_rate \cdot $weight_decay \cdot $theta",
    lambda update, learning_rate, weight_decay, theta: update + theta * (-learning_rate * weight_decay),
    lambda at: abs(at["update"]) + abs(at["learning_rate"] * at["weight_decay"] * at["theta"]),
)


class AdamW(Adam):
    """Δθ = Adam's step of g − η λ θ, with λ the weight decay: neither averaged nor scaled, in contrast to Adam's."""

    label: ClassVar[str] = "AdamW"
    source: ClassVar[str] = "Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019; torch AdamW"
    about: ClassVar[str] = "Adam, with a weight decay that pulls every weight towards zero at the same pace."
    options: ClassVar[Options] = {**Adam.options, "weight_decay": Option(0.01, Real(0.0, 10.0), "weight decay λ")}

    @classmethod
    def lines(cls, settings: Settings, numbers: Numbers) -> tuple[Line, ...]:
        """Adam's without decay, then the decay."""
        adam = super().lines(dict(settings, weight_decay=0.0), numbers)
        return (*adam, DECAYED) if settings["weight_decay"] else adam

    @classmethod
    def calls(cls, room: Room) -> list[Call]:
        """The same in place."""
        calls = [*moment_calls(room, room.gradient), *scaled_calls(room, room.memory["v"])]
        if not np.any(room.settings["weight_decay"]):
            return calls
        minus_rate, refresh = room.minus_rate()
        share, pull = room.single(), room.scratch()
        return [
            *calls,
            *refresh,
            call(np.multiply, minus_rate, room.number(room.settings["weight_decay"]), share),
            call(np.multiply, room.parameters, share, pull),
            call(np.add, room.update, pull, room.update),
        ]
