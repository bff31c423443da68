"""What every step draws anew: noise on its inputs, and masks that leave units or weights out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.network import Network
from core.ops.op import Array
from core.randomness import Stream
from core.spec import Spec


@dataclass(frozen=True, slots=True)
class Chance(ABC):
    """Random numbers for the quantity on `path`, of strength `amount`; the same in step k whatever else is drawn."""

    path: str
    amount: float

    def filler(self, seed: int, places: list[Array]) -> Callable[[int, int], None]:
        """A function (step, i) that draws for a step into the i-th of the places; it allocates no arrays."""
        stream = Stream(seed, f"chance/{self.path}")
        drawn = np.zeros(places[0].shape)
        fills = [self.into(place, drawn) for place in places]

        def fill(step: int, i: int) -> None:
            fills[i](stream.at(step))

        return fill

    @abstractmethod
    def into(self, place: Array, drawn: Array) -> Callable[[np.random.Generator], None]:
        """A function that draws into one place; `drawn` is room for as many numbers."""


class Noise(Chance):
    """x ← x + amount · ξ, with ξ from the standard normal distribution."""

    __slots__ = ()

    def into(self, place: Array, drawn: Array) -> Callable[[np.random.Generator], None]:
        def run(rng: np.random.Generator) -> None:
            rng.standard_normal(out=drawn)
            np.multiply(drawn, self.amount, drawn)
            np.add(place, drawn, place)

        return run


class Mask(Chance):
    """0 with the probability `amount`, else 1 / (1 − amount), so that sums keep their size on average."""

    __slots__ = ()

    def into(self, place: Array, drawn: Array) -> Callable[[np.random.Generator], None]:
        left, larger = np.zeros(drawn.shape, dtype=bool), 1.0 / (1.0 - self.amount)

        def run(rng: np.random.Generator) -> None:
            rng.random(out=drawn)
            np.greater_equal(drawn, self.amount, left)
            np.multiply(left, larger, place)

        return run


def chances_of(spec: Spec, network: Network) -> tuple[Chance, ...]:
    """All that a step of this network draws."""
    noise = spec.amount("input_noise")
    masks = (Mask(mask.mask, mask.amount) for layer in network.layers for mask in layer.masks)
    return (*((Noise("x", noise),) if noise else ()), *masks)
