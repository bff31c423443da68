"""The largest pixel of every window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Values, call
from core.ops.pool2d import Pool2d

if TYPE_CHECKING:
    from core.buffers import Buffers


class MaxPool2d(Pool2d):
    """a_cyx = max_ij x_c,sy+i,sx+j.  Of equal pixels the first in row-major order counts, as in PyTorch."""

    __slots__ = ()
    kind: ClassVar[str] = "max_pool2d"
    label: ClassVar[str] = "max pooling"
    tex: ClassVar[str] = r"a_{cyx} = \max_{ij} x_{c,\,sy+i,\,sx+j}"

    def forward(self, buffers: Buffers) -> list[Call]:
        """The maximum over the places inside the window."""
        seen, a = self.gathered(buffers), self.line(buffers.value(self.output))
        largest = by_real_part(seen, a) if np.iscomplexobj(a) else [call(np.maximum.reduce, seen, 0, None, a)]
        return [*self.gather(buffers), *largest]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a goes to the first pixel that is the maximum; what no pixel has taken yet is left for the last one."""
        if not buffers.has_adjoint(self.inputs[0]):
            return []
        seen, a = self.gathered(buffers), self.line(buffers.value(self.output))
        left = self.line(buffers.adjoint(self.output))
        equal, chosen, rest = np.zeros(a.shape, dtype=bool), buffers.scratch(a.shape), buffers.scratch(a.shape)
        shares = [buffers.scratch(a.shape) for _ in range(len(seen) - 1)]
        calls: list[Call] = []
        for place, share in enumerate(shares):
            calls += [
                call(np.equal, seen[place], a, equal),
                call(np.copyto, chosen, equal),
                call(np.multiply, left, chosen, share),
                call(np.subtract, left, share, rest),
            ]
            left = rest
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [*calls, *self.hand_back([*shares, left], into, buffers), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = dx at the first maximum."""
        seen, change = (self.window.seen(one[self.inputs[0]]) for one in (values, tangents))
        first = seen.reshape(*seen.shape[:4], -1).argmax(axis=-1)[..., None]
        return np.asarray(np.take_along_axis(change.reshape(*seen.shape[:4], -1), first, axis=-1)[..., 0])


def by_real_part(seen: Array, a: Array) -> list[Call]:
    """a = the number with the largest real part, the first of equals: the imaginary part only follows."""
    larger = np.zeros(a.shape, dtype=bool)
    calls = [call(np.copyto, a, seen[0])]
    for other in seen[1:]:
        calls += [call(np.less, a.real, other.real, larger), call(np.copyto, a, other, where=larger)]
    return calls
