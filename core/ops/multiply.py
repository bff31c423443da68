"""The product of two variables, number by number: a mask that leaves units out, a gate that lets them through."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Multiply(Op):
    """c = a · b.  inputs: (a, b), both (batch, units); a mask has no adjoint, and none is computed."""

    __slots__ = ()
    kind: ClassVar[str] = "multiply"
    label: ClassVar[str] = "product"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"c_j = a_j\, b_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """c = a · b."""
        a, b = (buffers.value(path) for path in self.inputs)
        return [call(np.multiply, a, b, buffers.value(self.output))]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = ∂L/∂c · b;  ∂L/∂b = ∂L/∂c · a."""
        upstream, calls = buffers.adjoint(self.output), []
        for path, other in zip(self.inputs, reversed(self.inputs), strict=True):
            if buffers.has_adjoint(path):
                into, finish = buffers.adjoint_sink(path)
                calls += [call(np.multiply, upstream, buffers.value(other), into), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dc = da · b + a · db."""
        a, b = self.inputs
        zero = np.zeros_like(values[a])
        return np.asarray(tangents.get(a, zero) * values[b] + values[a] * tangents.get(b, zero))
