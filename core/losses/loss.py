"""What a loss is: the last operation of a program, one number that says how wrong the outputs are."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.ops.loss_term import LossTerm
from core.ops.op import Array, Values


@dataclass(frozen=True, slots=True)
class LossOp(LossTerm):
    """L = factor · Σ over examples and outputs of terms(a, y).  inputs: (outputs a or z, targets y).

    factor: 1 or 1/batch (the reduction), times 1/outputs where the loss averages its outputs, times 1/steps;
    steps: at how many steps of a sequence there is an answer.
    output_activations: the only ones that give what it needs, `outputs_needed` in words; none named: all do.
    least_squares: whether it is a sum of squares;  kinks: where the loss, as a function of `kinked`, has a corner or a
    jump in its curvature.
    Single numbers are never changed in place: NumPy takes three times as long for that, and allocates.
    """

    steps: int = 1
    label: ClassVar[str]
    stackable: ClassVar[bool] = True
    averages_outputs: ClassVar[bool] = False
    output_activations: ClassVar[tuple[str, ...]] = ()
    outputs_needed: ClassVar[str] = "outputs between 0 and 1"
    kinks: ClassVar[tuple[float, ...]] = ()
    least_squares: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """The loss of each example and output, before adding and averaging; shapes (batch, outputs)."""

    @classmethod
    @abstractmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """The derivative of each term with respect to its own output a."""

    def terms_of(self, values: Values) -> Array:
        """The terms as the loss adds them up, from the numbers that it reads; a joint form reads z."""
        return self.terms(*(values[path] for path in self.inputs[:2]))

    @classmethod
    def choices(cls, outputs: int) -> int:
        """Between how many answers a target spreads its probability; 0: its targets are no probabilities."""
        return 0

    @classmethod
    def kinked(cls, a: Array, y: Array) -> Array:
        """The number whose size decides on which side of a kink a term is: a − y."""
        return np.asarray(a - y)

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dL = factor · Σ slopes · da."""
        a, y = values[self.inputs[0]], values[self.inputs[1]]
        return np.asarray(self.factor * (self.slopes(a, y) * tangents[self.inputs[0]]).sum())


def factor_of(loss: type[LossOp], reduction: str, batch: int, outputs: int, steps: int = 1) -> float:
    """The number that multiplies the sum of all terms; steps of a sequence are always averaged."""
    over_batch = (1.0 / batch if reduction == "mean" else 1.0) / steps
    return over_batch / outputs if loss.averages_outputs else over_batch
