"""The mean of every channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class GlobalAveragePool2d(Op):
    """a_c = (1/HW) Σ_yx x_cyx.  x: (batch, C, H, W), a: (batch, C); image: (C, H, W).

    Source: Lin, Chen and Yan, Network in network, ICLR 2014.
    """

    image: tuple[int, int, int]
    kind: ClassVar[str] = "global_average_pool2d"
    label: ClassVar[str] = "global average pooling"
    tex: ClassVar[str] = r"a_c = \tfrac{1}{HW} \sum_{yx} x_{cyx}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """The sum over all pixels, then the factor."""
        x, a = self.by_channel(buffers.value(self.inputs[0])), buffers.value(self.output)
        return [call(np.add.reduce, x, 1, None, a), call(np.multiply, a, buffers.constant(self.share), a)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂x = ∂L/∂a / HW, the same for every pixel of the channel."""
        if not buffers.has_adjoint(self.inputs[0]):
            return []
        upstream = buffers.adjoint(self.output)
        share = buffers.scratch(upstream.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [
            call(np.multiply, upstream, buffers.constant(self.share), share),
            call(np.copyto, self.by_channel(into), share[:, None]),
            *finish,
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = the mean of dx over the channel."""
        change = tangents[self.inputs[0]]
        return np.asarray(change.reshape(len(change), self.image[0], -1).mean(axis=-1))

    @property
    def share(self) -> float:
        """What each pixel counts."""
        return 1.0 / (self.image[1] * self.image[2])

    def by_channel(self, values: Array) -> Array:
        """(C · H · W, batch) seen as (C, H · W, batch)."""
        return values.reshape(self.image[0], -1, values.shape[-1], copy=False)
