"""Softmax: outputs that are positive and add up to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Softmax(Op):
    """a_k = e^(z_k) / Σ_j e^(z_j), shifted by the largest z so that nothing overflows.

    steps: the outputs are so many groups, each of which adds up to one.
    """

    steps: int = 1
    kind: ClassVar[str] = "softmax"
    stackable: ClassVar[bool] = True
    label: ClassVar[str] = "softmax"
    tex: ClassVar[str] = r"a_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"
    slope_tex: ClassVar[str] = r"\frac{\partial a_k}{\partial z_j} = a_k\,([k = j] - a_j)"

    def forward(self, buffers: Buffers) -> list[Call]:
        """a = exp(z − max z) / Σ."""
        z, a = (grouped(buffers.value(path), self.steps) for path in (self.inputs[0], self.output))
        return softmax_calls(z, a, a, buffers.scratch(a[..., :1, :].shape))

    def backward(self, buffers: Buffers) -> list[Call]:
        """δ_j = a_j (∂L/∂a_j − Σ_k a_k ∂L/∂a_k), the mean taken off twice."""
        a = grouped(buffers.value(self.output), self.steps)
        upstream = grouped(buffers.adjoint(self.output), self.steps)
        mean, product, centred = (
            buffers.scratch(a[..., :1, :].shape),
            buffers.scratch(a.shape),
            buffers.scratch(a.shape),
        )
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [
            call(np.multiply, a, upstream, product),
            call(np.add.reduce, product, -2, None, mean, True),
            call(np.subtract, upstream, mean, centred),
            call(np.multiply, a, centred, product),
            call(np.add.reduce, product, -2, None, mean, True),
            call(np.subtract, centred, mean, centred),
            call(np.multiply, a, centred, grouped(into, self.steps)),
            *finish,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = a (dz − Σ a dz), the mean taken off twice: where one a is nearly 1, the first is all but rounding."""
        a, dz = values[self.output], tangents[self.inputs[0]]
        centred = dz - (a * dz).sum(axis=-1, keepdims=True)
        return np.asarray(a * (centred - (a * centred).sum(axis=-1, keepdims=True)))


def grouped(table: Array, steps: int) -> Array:
    """A table (features, batch) as (steps, features of a step, batch) where there are several steps."""
    return table if steps == 1 else table.reshape(steps, -1, table.shape[-1], copy=False)


def softmax_calls(z: Array, shifted: Array, a: Array, total: Array) -> list[Call]:
    """Calls that leave exp(shifted z) / Σ in `a`, the shifted z in `shifted` (when it is not `a`) and Σ in `total`."""
    return [
        call(np.maximum.reduce, z, -2, None, total, True),
        call(np.subtract, z, total, shifted),
        call(np.exp, shifted, a),
        call(np.add.reduce, a, -2, None, total, True),
        call(np.divide, a, total, a),
    ]
