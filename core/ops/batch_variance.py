"""The variance of every unit over the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class BatchVariance(Op):
    """v_j = (1/m) Σ_n (s_nj − μ_j)² over the m examples.  inputs: (s, μ); s: (batch, units), μ and v: (units,)."""

    __slots__ = ()
    kind: ClassVar[str] = "batch_variance"
    label: ClassVar[str] = "variance over the batch"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"v_j = \tfrac{1}{m} \sum_n (s_{nj} - \mu_j)^2"

    def forward(self, buffers: Buffers) -> list[Call]:
        """v = Σ (s − μ)² / m."""
        s, mean, variance = (buffers.value(path) for path in (*self.inputs, self.output))
        gap = buffers.kept("gap", s)
        square = buffers.scratch(s.shape)
        return [
            call(np.subtract, s, mean[..., None], gap),
            call(np.multiply, gap, gap, square),
            call(np.add.reduce, square, -1, None, variance),
            call(np.divide, variance, buffers.constant(float(s.shape[-1])), variance),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂s_n gets g (s_n − μ) with g = 2 ∂L/∂v / m: the route through the variance;  ∂L/∂μ = −g Σ (s_n − μ).

        The latter is 0 but for rounding where μ is the mean of s.
        """
        gap, upstream = buffers.kept("gap", buffers.value(self.inputs[0])), buffers.adjoint(self.output)
        share = buffers.scratch(upstream.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0], "variance")
        into_mean, finish_mean = buffers.adjoint_sink(self.inputs[1])
        return [
            call(np.multiply, upstream, buffers.constant(2.0 / gap.shape[-1]), share),
            call(np.multiply, share[..., None], gap, into),
            call(np.add.reduce, into, -1, None, into_mean),
            call(np.negative, into_mean, into_mean),
            *finish,
            *finish_mean,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dv = (2/m) Σ (s − μ) (ds − dμ)."""
        s, mean = self.inputs
        change = tangents.get(s, np.zeros_like(values[s])) - tangents.get(mean, np.zeros_like(values[mean]))
        return np.asarray(2.0 * ((values[s] - values[mean]) * change).mean(axis=0))
