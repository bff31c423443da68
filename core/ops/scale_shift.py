"""Every unit by a factor and a shift of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class ScaleShift(Op):
    """z_j = γ_j n_j + b_j.  inputs: (n, γ, b); n and z: (batch, units), γ and b: (units,)."""

    __slots__ = ()
    kind: ClassVar[str] = "scale_shift"
    label: ClassVar[str] = "scale and shift"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"z_j = \gamma_j\, n_j + b_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z = γ n + b."""
        n, gamma, b, z = (buffers.value(path) for path in (*self.inputs, self.output))
        return [
            call(np.multiply, n, gamma[..., None], z),
            call(np.add, z, b[..., None], z),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂n = γ δ;  ∂L/∂γ = Σ_batch δ n;  ∂L/∂b = Σ_batch δ."""
        n, gamma = buffers.value(self.inputs[0]), buffers.value(self.inputs[1])
        delta, product = buffers.adjoint(self.output), buffers.scratch(n.shape)
        into_n, finish_n = buffers.adjoint_sink(self.inputs[0])
        into_gamma, finish_gamma = buffers.adjoint_sink(self.inputs[1])
        into_b, finish_b = buffers.adjoint_sink(self.inputs[2])
        return [
            call(np.multiply, delta, gamma[..., None], into_n),
            call(np.multiply, delta, n, product),
            call(np.add.reduce, product, -1, None, into_gamma),
            call(np.add.reduce, delta, -1, None, into_b),
            *finish_n,
            *finish_gamma,
            *finish_b,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = dn γ + n dγ + db."""
        n, gamma, b = self.inputs
        change = tangents.get(n, np.zeros_like(values[n])) * values[gamma]
        for path, factor in ((gamma, values[n]), (b, np.ones_like(values[n]))):
            if path in tangents:
                change = change + factor * tangents[path]
        return np.asarray(change)
