"""Categorical cross-entropy, for one probability per class, and its stable form right behind a softmax."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.losses.loss import LossOp
from core.ops.op import Array, Call, Values, call
from core.ops.softmax import grouped, softmax_calls
from core.ops.sums import inner

if TYPE_CHECKING:
    from core.buffers import Buffers

TINY = 1e-300


class CategoricalCrossEntropy(LossOp):
    """−Σ_classes y log a: added over the classes; over the examples of a batch averaged or added, as the spec says."""

    __slots__ = ()
    kind: ClassVar[str] = "categorical_cross_entropy"
    label: ClassVar[str] = "categorical cross-entropy"
    tex: ClassVar[str] = r"L = -\sum_k y_k \log a_k"
    slope_tex: ClassVar[str] = r"\frac{-$y}{$a}"
    output_activations: ClassVar[tuple[str, ...]] = ("softmax", "sigmoid")

    @classmethod
    def choices(cls, outputs: int) -> int:
        """One of the classes."""
        return outputs

    def forward(self, buffers: Buffers) -> list[Call]:
        """L = −factor · y · log a."""
        a, y, loss = buffers.value(self.inputs[0]), buffers.value(self.inputs[1]), buffers.value(self.output)
        log_a, total = buffers.scratch(a.shape), buffers.single()
        return [
            call(np.maximum, a, buffers.constant(TINY), out=log_a),
            call(np.log, log_a, log_a),
            inner(y, log_a, total),
            call(np.multiply, total, buffers.constant(-self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = −factor · y / a."""
        return adjoint_of_class(buffers, self.inputs[0], self.inputs[1], self.factor)

    @classmethod
    def terms(cls, a: Array, y: Array) -> Array:
        """−y log a."""
        return np.asarray(-y * np.log(np.maximum(a, TINY)))

    @classmethod
    def slopes(cls, a: Array, y: Array) -> Array:
        """−y / a."""
        return np.asarray(-y / np.maximum(a, TINY))


class SoftmaxCrossEntropy(CategoricalCrossEntropy):
    """Softmax and its cross-entropy in one: log a = z − log Σ e^z, and δ = factor · (a Σy − y); at every step, where
    there are several.

    inputs: (a, y, z); a is computed here too and shown, with its own adjoint.
    """

    __slots__ = ()

    def forward(self, buffers: Buffers) -> list[Call]:
        """a = softmax z;  L = −factor · y · (z − max − log Σ)."""
        a, y, z = (grouped(buffers.value(path), self.steps) for path in self.inputs)
        loss, log_a, added = buffers.value(self.output), buffers.scratch(a.shape), buffers.single()
        total = buffers.scratch(a[..., :1, :].shape)
        return [
            *softmax_calls(z, log_a, a, total),
            call(np.log, total, total),
            call(np.subtract, log_a, total, log_a),
            inner(y, log_a, added),
            call(np.multiply, added, buffers.constant(-self.factor), loss),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """δ = factor · (a · Σ_k y_k − y), written straight to z; ∂L/∂a beside it, to be looked at."""
        a, y = (grouped(buffers.value(path), self.steps) for path in self.inputs[:2])
        delta = grouped(buffers.adjoint(self.inputs[2]), self.steps)
        total = buffers.scratch(a[..., :1, :].shape)
        return [
            call(np.add.reduce, y, -2, None, total, True),
            call(np.multiply, a, total, delta),
            call(np.subtract, delta, y, delta),
            call(np.multiply, delta, buffers.constant(self.factor), delta),
            *adjoint_of_class(buffers, self.inputs[0], self.inputs[1], self.factor),
        ]

    def terms_of(self, values: Values) -> Array:
        """−y (z − max − log Σ)."""
        _, y, z = (values[path] for path in self.inputs)
        shifted = z - z.max(axis=-1, keepdims=True)
        return np.asarray(-y * (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))))

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dL = factor · Σ (a Σ_k y_k − y) · dz; a change of a alone counts as in the loss."""
        a, y, z = self.inputs
        if z not in tangents:
            return LossOp.jvp(self, values, tangents)
        slopes = values[a] * values[y].sum(axis=-1, keepdims=True) - values[y]
        return np.asarray(self.factor * (slopes * tangents[z]).sum())


def adjoint_of_class(buffers: Buffers, path: str, target: str, factor: float) -> list[Call]:
    """∂L/∂a = −factor · y / a; where a is 0 to the last bit the quotient is taken at 1e-300."""
    a, y, into, floor = (
        buffers.value(path),
        buffers.value(target),
        buffers.adjoint(path),
        buffers.scratch(buffers.value(path).shape),
    )
    return [
        call(np.maximum, a, buffers.constant(TINY), out=floor),
        call(np.divide, y, floor, into),
        call(np.multiply, into, buffers.constant(-factor), into),
    ]
