"""What every step draws anew: noise on its inputs, and masks that leave units or weights out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.augmentation import Rotation, Shift
from core.chance import Chance
from core.network import Network
from core.ops.op import Array
from core.spec import Spec


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
    """All that a step of this network draws: images are moved, then turned, then noise comes on top."""
    shift, rotation, noise = spec.data.shift, spec.data.rotation, spec.amount("input_noise")
    moved = (Shift("x", shift, network.shape),) if shift else ()
    turned = (Rotation("x", rotation, network.shape),) if rotation else ()
    noisy = (Noise("x", noise),) if noise else ()
    masks = (Mask(mask.mask, mask.amount) for layer in network.layers for mask in layer.masks)
    return (*moved, *turned, *noisy, *masks)
