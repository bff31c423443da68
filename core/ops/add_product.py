"""A product that is added to what is there: how a GRU lets the state before into its candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class AddProduct(Op):
    """z = s + r q, where s lies already where z will.  inputs: (r, q)."""

    __slots__ = ()
    kind: ClassVar[str] = "add_product"
    label: ClassVar[str] = "added product"
    tex: ClassVar[str] = r"z_j = s_j + r_j\, q_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z += r · q."""
        r, q = (buffers.value(path) for path in self.inputs)
        z, room = buffers.value(self.output), buffers.room("product", r.shape)
        return [call(np.multiply, r, q, room), call(np.add, z, room, z)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂r = δ q;  ∂L/∂q = δ r."""
        upstream, calls = buffers.adjoint(self.output), []
        for path, other in zip(self.inputs, reversed(self.inputs), strict=True):
            into, finish = buffers.adjoint_sink(path)
            calls += [call(np.multiply, upstream, buffers.value(other), into), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = ds + dr q + r dq; ds goes by the name of z."""
        r, q = self.inputs
        zero = np.zeros_like(values[r])
        change = tangents.get(r, zero) * values[q] + values[r] * tangents.get(q, zero)
        return np.asarray(change + tangents.get(self.output, 0.0))
