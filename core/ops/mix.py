"""Between old and new: the state of a GRU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Mix(Op):
    """h_t = (1 − u) n + u h_{t−1}, computed as n + u (h_{t−1} − n).  inputs: (n, u, h_{t−1}).

    cut: ∂L/∂h_{t−1} is not handed on.
    """

    cut: bool = False
    kind: ClassVar[str] = "mix"
    label: ClassVar[str] = "between old and new"
    tex: ClassVar[str] = r"h_t = (1 - u_t)\, n_t + u_t\, h_{t-1}"

    @property
    def held_back(self) -> tuple[str, ...]:
        """The state before, where the backward pass is cut."""
        return self.inputs[2:3] if self.cut else ()

    def forward(self, buffers: Buffers) -> list[Call]:
        """d = h_{t−1} − n;  h = n + u d."""
        n, u, before = (buffers.value(path) for path in self.inputs)
        h = buffers.value(self.output)
        difference = buffers.kept("difference", h)
        return [
            call(np.subtract, before, n, difference),
            call(np.multiply, u, difference, h),
            call(np.add, h, n, h),
        ]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂n = ∂L/∂h (1 − u);  ∂L/∂u = ∂L/∂h d;  ∂L/∂h_{t−1} = ∂L/∂h u."""
        upstream, u = buffers.adjoint(self.output), buffers.value(self.inputs[1])
        difference = buffers.kept("difference", buffers.value(self.output))
        into_n, into_u = (only_sink(path, buffers) for path in self.inputs[:2])
        calls = [
            call(np.subtract, buffers.constant(1.0), u, into_n),  # 1 − u is exact near 1; ∂L/∂h − ∂L/∂h u is not.
            call(np.multiply, upstream, into_n, into_n),
            call(np.multiply, upstream, difference, into_u),
        ]
        if self.cut:
            return calls
        into_before, finish = buffers.adjoint_sink(self.inputs[2])
        return [*calls, call(np.multiply, upstream, u, into_before), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dh = (1 − u) dn + u dh_{t−1} + (h_{t−1} − n) du."""
        n, u, before = (values[path] for path in self.inputs)
        dn, du, dh = (tangents.get(path, np.zeros_like(values[path])) for path in self.inputs)
        return np.asarray((1.0 - u) * dn + u * dh + (before - n) * du)


def only_sink(path: str, buffers: Buffers) -> Array:
    """Where to write the only contribution to an adjoint."""
    into, finish = buffers.adjoint_sink(path)
    assert not finish
    return into
