"""The mean of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Values, call
from core.ops.pool2d import Pool2d

if TYPE_CHECKING:
    from core.buffers import Buffers


class AveragePool2d(Pool2d):
    """a_cyx = (1/k²) Σ_ij x_c,sy+i,sx+j, over windows of k × k pixels."""

    __slots__ = ()
    kind: ClassVar[str] = "average_pool2d"
    label: ClassVar[str] = "average pooling"
    tex: ClassVar[str] = r"a_{cyx} = \tfrac{1}{k^2} \sum_{ij} x_{c,\,sy+i,\,sx+j}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """The sum over the places inside the window, then the factor."""
        a = self.line(buffers.value(self.output))
        return [
            *self.gather(buffers),
            call(np.add.reduce, self.gathered(buffers), 0, None, a),
            call(np.multiply, a, buffers.constant(self.share), a),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂x = ∂L/∂a / k² for every pixel of the window, added where windows overlap."""
        if not buffers.has_adjoint(self.inputs[0]):
            return []
        upstream = self.line(buffers.adjoint(self.output))
        share = buffers.scratch(upstream.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        divide = call(np.multiply, upstream, buffers.constant(self.share), share)
        return [divide, *self.hand_back([share] * self.window.size**2, into, buffers), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = the mean of dx over the window."""
        return np.asarray(self.window.seen(tangents[self.inputs[0]]).mean(axis=(-2, -1)))

    @property
    def share(self) -> float:
        """What each pixel counts."""
        return 1.0 / self.window.size**2
