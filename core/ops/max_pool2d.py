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
        """Place by place inside the window."""
        first, *others = self.pixels(buffers.value(self.inputs[0]))
        a = self.output_of(buffers)
        if not others or np.iscomplexobj(a):
            return [call(np.copyto, a, first), *by_real_part(a, others)]
        so_far = [first, *(a for _ in others[1:])]
        return [call(np.maximum, one, other, a) for one, other in zip(so_far, others, strict=True)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a goes to the first pixel that is the maximum; what no pixel has taken yet is left for the last one."""
        if not buffers.has_adjoint(self.inputs[0]):
            return []
        a, upstream = self.output_of(buffers), self.pooled(buffers.adjoint(self.output))
        left, chosen, share = (buffers.scratch(a.shape) for _ in range(3))
        equal = np.zeros(a.shape, dtype=bool)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        calls = [call(np.copyto, left, upstream)]
        if not self.window.tiles:
            calls.append(call(np.copyto, into, buffers.constant(0.0)))
        *before, last = zip(self.pixels(buffers.value(self.inputs[0])), self.pixels(into), strict=True)
        for pixels, goes in before:
            taken = share if self.window.overlaps else goes
            calls += [
                call(np.equal, pixels, a, equal),
                call(np.copyto, chosen, equal),
                call(np.multiply, left, chosen, taken),
                call(np.subtract, left, taken, left),
                *([call(np.add, goes, share, goes)] if self.window.overlaps else []),
            ]
        calls.append(call(np.add, last[1], left, last[1]) if self.window.overlaps else call(np.copyto, last[1], left))
        return calls + finish

    def jvp(self, values: Values, tangents: Values) -> Array:
        """da = dx at the first maximum."""
        seen, change = (
            self.window.seen(one[self.inputs[0]]).reshape(*self.shape_of(one), -1) for one in (values, tangents)
        )
        return np.asarray(np.take_along_axis(change, seen.argmax(axis=-1)[..., None], axis=-1)[..., 0])

    def shape_of(self, values: Values) -> tuple[int, ...]:
        """(batch, C, down, across)."""
        return len(values[self.inputs[0]]), self.window.image[0], *self.window.output


def by_real_part(a: Array, others: list[Array]) -> list[Call]:
    """a = the number with the largest real part, the first of equals: the imaginary part only follows."""
    larger, calls = np.zeros(a.shape, dtype=bool), []
    for other in others:
        calls += [call(np.less, a.real, other.real, larger), call(np.copyto, a, other, where=larger)]
    return calls
