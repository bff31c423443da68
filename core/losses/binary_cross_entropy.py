"""Binary cross-entropy, for outputs that are probabilities of yes, and its stable form right behind a sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, Values, call
from core.ops.sigmoid import Sigmoid
from core.ops.sums import inner, total

if TYPE_CHECKING:
    from core.buffers import Buffers

TINY = 1e-300


class BinaryCrossEntropy(LossOp):
    """−mean_outputs [y log a + (1 − y) log(1 − a)]: averaged over the outputs; over the batch averaged or added."""

    __slots__ = ()
    kind: ClassVar[str] = "binary_cross_entropy"
    label: ClassVar[str] = "binary cross-entropy"
    tex: ClassVar[str] = r"L = -\tfrac{1}{K} \sum_k \left[ y_k \log a_k + (1 - y_k) \log (1 - a_k) \right]"
    slope_tex: ClassVar[str] = r"\frac{$a - $y}{$a (1 - $a)}"
    averages_outputs: ClassVar[bool] = True
    output_activations: ClassVar[tuple[str, ...]] = ("sigmoid", "softmax")

    @classmethod
    def choices(cls, outputs: int) -> int:
        """Each output answers a question of its own with yes or no."""
        return 2

    def forward(self, buffers: Buffers) -> list[Call]:
        """L = −factor · (y · log a + (1 − y) · log(1 − a))."""
        a, y, loss = buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), buffers.value(self.output)
        log_a, log_b, no = (buffers.scratch(a.shape) for _ in range(3))
        one, tiny = buffers.constant(1.0), buffers.constant(TINY)
        on_yes, on_no, both = (buffers.single() for _ in range(3))
        return [
            call(np.maximum, a, tiny, out=log_a),
            call(np.log, log_a, log_a),
            call(np.subtract, one, a, log_b),
            call(np.maximum, log_b, tiny, out=log_b),
            call(np.log, log_b, log_b),
            call(np.subtract, one, y, no),
            inner(y, log_a, on_yes),
            inner(no, log_b, on_no),
            call(np.add, on_yes, on_no, both),
            call(np.multiply, both, buffers.constant(-self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = factor · (a − y) / (a (1 − a)).

        Where a is 0 or 1 to the last bit nobody knows the quotient, which a softmax would spread over all its inputs:
        there it is left undivided.
        """
        a, y, into = buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), buffers.adjoint(self.inputs[0])
        spread, known = buffers.slope(self.inputs[0]), np.zeros(a.shape, dtype=bool)
        return [
            *Sigmoid.slope(a, a, spread, buffers),
            call(np.greater, spread, buffers.constant(TINY), known),
            call(np.subtract, a, y, into),
            call(np.divide, into, spread, into, where=known),
            call(np.multiply, into, buffers.constant(self.factor), into),
        ]

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """−[y log a + (1 − y) log(1 − a)]."""
        return np.asarray(-(y * np.log(np.maximum(a, TINY)) + (1.0 - y) * np.log(np.maximum(1.0 - a, TINY))))

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """(a − y) / (a (1 − a)); a − y where a is 0 or 1 to the last bit."""
        spread = a * (1.0 - a)
        return np.asarray((a - y) / np.where(spread > TINY, spread, 1.0))


class SigmoidCrossEntropy(BinaryCrossEntropy):
    """The same number from z: log(1 + e^z) − y z, and δ = factor · (a − y); nothing overflows.

    inputs: (a, y, z); a is computed here too and shown, with its own adjoint.
    """

    __slots__ = ()

    def forward(self, buffers: Buffers) -> list[Call]:
        """a = sigmoid z;  L = factor · (Σ log(1 + e^z) − y · z)."""
        a, y, z = (buffers.value(path) for path in self.inputs)
        loss, softplus = buffers.value(self.output), buffers.scratch(z.shape)
        first, second, both = (buffers.single() for _ in range(3))
        return [
            *Sigmoid.value(z, a, buffers),
            call(np.logaddexp, buffers.constant(0.0), z, softplus),
            total(softplus, first),
            inner(y, z, second),
            call(np.subtract, first, second, both),
            call(np.multiply, both, buffers.constant(self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """δ = factor · (a − y), written straight to z; ∂L/∂a beside it, to be looked at."""
        a, y = buffers.value(self.inputs[0]), buffers.value(self.inputs[1])
        delta, spread, floored = (
            buffers.adjoint(self.inputs[2]),
            buffers.slope(self.inputs[0]),
            buffers.scratch(a.shape),
        )
        return [
            call(np.subtract, a, y, delta),
            call(np.multiply, delta, buffers.constant(self.factor), delta),
            *Sigmoid.slope(a, a, spread, buffers),
            call(np.maximum, spread, buffers.constant(TINY), out=floored),
            call(np.divide, delta, floored, buffers.adjoint(self.inputs[0])),
        ]

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """(a − y) / (a (1 − a)), taken at 1e-300 where a is 0 or 1 to the last bit: δ does not come by here."""
        return np.asarray((a - y) / np.maximum(a * (1.0 - a), TINY))

    def terms_of(self, values: Values) -> Array:
        """log(1 + e^z) − y z."""
        _, y, z = (values[path] for path in self.inputs)
        return np.asarray(np.logaddexp(0.0, z) - y * z)

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dL = factor · Σ (a − y) · dz; a change of a alone counts as in the loss."""
        a, y, z = self.inputs
        if z not in tangents:
            return LossOp.jvp(self, values, tangents)
        return np.asarray(self.factor * ((values[a] - values[y]) * tangents[z]).sum())
