"""The mean of every unit over the batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class BatchMean(Op):
    """μ_j = (1/m) Σ_n s_nj over the m examples.  inputs: (s,); s: (batch, units), μ: (units,).

    route: the name under which its part of ∂L/∂s is recorded.
    """

    route: str = "mean"
    kind: ClassVar[str] = "batch_mean"
    label: ClassVar[str] = "mean over the batch"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"\mu_j = \tfrac{1}{m} \sum_n s_{nj}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """μ = Σ s / m."""
        s, mean = buffers.value(self.inputs[0]), buffers.value(self.output)
        return [
            call(np.add.reduce, s, -1, None, mean),
            call(np.divide, mean, buffers.constant(float(s.shape[-1])), mean),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂s_n gets ∂L/∂μ / m, the same for every example: the route through the mean."""
        upstream = buffers.adjoint(self.output)
        share = buffers.scratch(upstream.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0], self.route)
        return [
            call(np.divide, upstream, buffers.constant(float(into.shape[-1])), share),
            call(np.copyto, into, share[..., None]),
            *finish,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dμ = mean of ds."""
        return np.asarray(tangents[self.inputs[0]].mean(axis=0))
