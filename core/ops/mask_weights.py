"""Weights of which a step leaves some out: dropconnect."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class MaskWeights(Op):
    """V = M · W, number by number.  inputs: (W, M) or (W, M, b), all (out, in); biases are never left out."""

    __slots__ = ()
    kind: ClassVar[str] = "mask_weights"
    label: ClassVar[str] = "masked weights"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"V_{ji} = M_{ji}\, W_{ji}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """V = M · W; the biases come along, their mask is 1."""
        W, mask = (buffers.matrix(path) for path in self.inputs[:2])
        return [call(np.multiply, W, mask, buffers.matrix(self.output))]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂W = M · ∂L/∂V: exactly 0 where a weight was left out."""
        into, finish = buffers.gradient_sink(self.inputs[0])
        upstream = buffers.gradient(self.output)
        return [call(np.multiply, upstream, buffers.matrix(self.inputs[1]), into), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dV = M · dW."""
        W, mask = self.inputs[:2]
        return np.asarray(tangents.get(W, np.zeros_like(values[W])) * values[mask])
