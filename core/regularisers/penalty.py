"""What a penalty is: a term of the loss that depends on the weights alone, and its pull on each of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from core.ops.op import Array, Call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Penalty(ABC):
    """λ times a sum over all weights; biases are left alone: they say where a unit switches, not how steeply.

    All parameters lie in one flat vector, and `weights` is 1 where a weight is and 0 where a bias is.
    """

    @classmethod
    @abstractmethod
    def forward(cls, parameters: Array, weights: Array, amount: float, into: Array, buffers: Buffers) -> list[Call]:
        """Calls that write the term into a single number; complex-safe."""

    @classmethod
    @abstractmethod
    def pull(cls, parameters: Array, weights: Array, amount: float, into: Array) -> list[Call]:
        """Calls that write its derivative by each parameter, exactly 0 for biases."""
