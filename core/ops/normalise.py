"""Every unit moved to mean 0 and stretched to variance 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers

EPSILON = 1e-5


class Normalise(Op):
    """n_j = (s_j − μ_j) / √(v_j + ε), ε = 1e-5.  inputs: (s, μ, v); s and n: (batch, units), μ and v: (units,).

    Source: Ioffe and Szegedy, Batch normalization, ICML 2015; ε as in PyTorch.
    """

    __slots__ = ()
    kind: ClassVar[str] = "normalise"
    label: ClassVar[str] = "normalisation"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"n_j = \frac{s_j - \mu_j}{\sqrt{v_j + \varepsilon}}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """n = (s − μ) / √(v + ε)."""
        s, mean, variance, n = (buffers.value(path) for path in (*self.inputs, self.output))
        spread = buffers.kept("spread", n)[..., 0]
        return [
            call(np.add, variance, buffers.constant(EPSILON), spread),
            call(np.sqrt, spread, spread),
            call(np.subtract, s, mean[..., None], n),
            call(np.divide, n, spread[..., None], n),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """Three ways back, with g = ∂L/∂n / √(v + ε):  ∂L/∂s gets g;  ∂L/∂μ = −Σ g;  ∂L/∂v = −½ Σ g n / √(v + ε)."""
        s, mean, variance = self.inputs
        n, upstream = buffers.value(self.output), buffers.adjoint(self.output)
        spread, product = buffers.kept("spread", n)[..., 0], buffers.scratch(n.shape)
        into_s, finish_s = buffers.adjoint_sink(s, "value")
        into_mean, finish_mean = buffers.adjoint_sink(mean)
        into_variance, finish_variance = buffers.adjoint_sink(variance)
        return [
            call(np.divide, upstream, spread[..., None], into_s),
            call(np.add.reduce, into_s, -1, None, into_mean),
            call(np.negative, into_mean, into_mean),
            call(np.multiply, into_s, n, product),
            call(np.add.reduce, product, -1, None, into_variance),
            call(np.divide, into_variance, spread, into_variance),
            call(np.multiply, into_variance, buffers.constant(-0.5), into_variance),
            *finish_s,
            *finish_mean,
            *finish_variance,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dn = (ds − dμ) / √(v + ε) − ½ n dv / (v + ε)."""
        s, mean, variance = self.inputs
        spread = values[variance] + EPSILON
        change = tangents.get(s, np.zeros_like(values[s])) - tangents.get(mean, np.zeros_like(values[mean]))
        shrink = values[self.output] * tangents.get(variance, np.zeros_like(values[variance])) / spread
        return np.asarray(change / np.sqrt(spread) - 0.5 * shrink)
