"""What a step draws anew: the same numbers for the same seed, step and name, whatever else is drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.ops.op import Array
from core.randomness import Stream


@dataclass(frozen=True, slots=True)
class Chance(ABC):
    """Random numbers for the quantity on `path`, of strength `amount`; the same in step k whatever else is drawn.

    name: of the stream they come from, beside that of the path.
    """

    path: str
    amount: float
    name: ClassVar[str] = "chance"

    def filler(self, seed: int, places: list[Array]) -> Callable[[int, int], None]:
        """A function (step, i) that draws for a step into the i-th of the places.

        Masks and noise allocate no arrays; images that are moved or turned do.
        """
        stream = Stream(seed, f"{self.name}/{self.path}")
        drawn = np.zeros(places[0].shape)
        fills = [self.into(place, drawn) for place in places]

        def fill(step: int, i: int) -> None:
            fills[i](stream.at(step))

        return fill

    @abstractmethod
    def into(self, place: Array, drawn: Array) -> Callable[[np.random.Generator], None]:
        """A function that draws into one place; `drawn` is room for as many numbers."""
