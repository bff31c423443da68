"""The weighted sum through the weights of an earlier layer, transposed: tied weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call
from core.ops.sums import product

if TYPE_CHECKING:
    from core.buffers import Buffers


class TiedAffine(Op):
    """z_i = Σ_j W_ji x_j + b_i.  inputs: (x, W) or (x, W, b); W: (in, out).

    W is another layer's, b the layer's own.  The same W is asked for twice, so what both layers find of ∂L/∂W adds up.
    """

    __slots__ = ()
    kind: ClassVar[str] = "tied_affine"
    label: ClassVar[str] = "weighted sum, tied"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"z_i = \sum_j W_{ji}\, x_j + b_i"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z = Wᵀ x + b."""
        x, z = buffers.value(self.inputs[0]), buffers.value(self.output)
        calls = [product(self.weights(buffers).mT, x, z)]
        if len(self.inputs) == 3:
            calls.append(call(np.add, z, buffers.value(self.inputs[2])[..., None], z))
        return calls

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂W = x δᵀ;  ∂L/∂x = W δ;  ∂L/∂b = Σ_batch δ.  The biases stored beside W get nothing from here."""
        x, delta, W = buffers.value(self.inputs[0]), buffers.adjoint(self.output), self.weights(buffers)
        stored, finish = buffers.gradient_sink(self.inputs[1])
        width, share = W.shape[-1], buffers.scratch(W.shape)
        calls = [product(x, delta.mT, share), call(np.copyto, stored[..., :width], share)]
        if stored.shape[-1] > width:
            calls.append(call(np.copyto, stored[..., width:], buffers.constant(0.0)))
        calls += finish
        if len(self.inputs) == 3:
            into, finish = buffers.adjoint_sink(self.inputs[2])
            calls += [call(np.add.reduce, delta, -1, None, into), *finish]
        if buffers.has_adjoint(self.inputs[0]):
            into, finish = buffers.adjoint_sink(self.inputs[0])
            calls += [product(W, delta, into), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = dx W + x dW + db."""
        path_x, path_W, *bias = self.inputs
        x, W = values[path_x], values[path_W]
        dx, dW = tangents.get(path_x, np.zeros_like(x)), tangents.get(path_W, np.zeros_like(W))
        change = dx.reshape(len(x), -1) @ W + x.reshape(len(x), -1) @ dW
        return np.asarray(change + tangents[bias[0]] if bias and bias[0] in tangents else change)

    def weights(self, buffers: Buffers) -> Array:
        """The weights as the other layer has them, without its biases."""
        inputs = buffers.value(self.output).shape[-2]
        return buffers.matrix(self.inputs[1])[..., :inputs]
