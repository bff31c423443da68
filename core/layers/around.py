"""What a layer is told about the network it is built into."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.layers.built import Parameter


@dataclass(frozen=True, slots=True)
class Around:
    """Where a layer's input comes from and its shape, and what is done to the layer besides its own rule.

    shape: of one example: (units,), (channels, height, width) or (steps, features);
    skips: outputs of earlier layers that are added to its own;  training: masks and statistics of the batch act;
    batch: how many examples;  the amounts are those of the regularisers, 0 where they do not act;
    tied: the weights of another layer that are used transposed.
    """

    source: str
    shape: tuple[int, ...]
    batch: int
    last: bool = False
    skips: tuple[str, ...] = ()
    training: bool = True
    dropout: float = 0.0
    dropconnect: float = 0.0
    batch_norm: float = 0.0
    tied: Parameter | None = None

    @property
    def inputs(self) -> int:
        """How many numbers an example has here."""
        return prod(self.shape)
