"""The weighted sum: z = W x + b."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values
from core.ops.sums import product

if TYPE_CHECKING:
    from core.buffers import Buffers


class Affine(Op):
    """z_j = Σ_i W_ji x_i + b_j.  inputs: (x, W) or (x, W, b); W: (out, in), b: (out,), x: (batch, in), z: (batch, out).

    The bias is the last column of W's storage, against a row of ones under x, so that one product does both.
    """

    __slots__ = ()
    kind: ClassVar[str] = "affine"
    label: ClassVar[str] = "weighted sum"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"z_j = \sum_i W_{ji}\, x_i + b_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z = [W b] · [x; 1]."""
        x, W = self.operands(buffers)
        return [product(W, x, buffers.value(self.output))]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂x = Wᵀ δ;  ∂L/∂W = δ xᵀ;  ∂L/∂b = Σ_batch δ."""
        x, W = self.operands(buffers)
        delta = buffers.adjoint(self.output)
        into, finish = buffers.gradient_sink(self.inputs[1])
        calls: list[Call] = [product(delta, x.mT, into), *finish]
        if buffers.has_adjoint(self.inputs[0]):
            inputs = buffers.value(self.inputs[0]).shape[-2]
            into, finish = buffers.adjoint_sink(self.inputs[0])
            calls += [product(W[..., :inputs].mT, delta, into), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = dx Wᵀ + x dWᵀ + db."""
        path_x, path_W, *bias = self.inputs
        x, W = values[path_x], values[path_W]
        dx, dW = tangents.get(path_x, np.zeros_like(x)), tangents.get(path_W, np.zeros_like(W))
        change = dx.reshape(len(x), -1) @ W.T + x.reshape(len(x), -1) @ dW.T
        return np.asarray(change + tangents[bias[0]] if bias and bias[0] in tangents else change)

    def operands(self, buffers: Buffers) -> tuple[Array, Array]:
        """The stored matrix and the input that fits it: with the row of ones when there is a bias."""
        x = buffers.padded(self.inputs[0]) if len(self.inputs) == 3 else buffers.value(self.inputs[0])
        return x, buffers.matrix(self.inputs[1])
