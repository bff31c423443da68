"""The cell of an LSTM: something new is let in, something old is let go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class GatedSum(Op):
    """c_t = i g + f c_{t−1}.  inputs: (i, f, g, c_{t−1}), of which i and f, and g and c, lie beside each other.

    cut: ∂L/∂c_{t−1} is not handed on.
    """

    cut: bool = False
    kind: ClassVar[str] = "gated_sum"
    label: ClassVar[str] = "gated sum"
    tex: ClassVar[str] = r"c_t = i_t\, g_t + f_t\, c_{t-1}"

    @property
    def held_back(self) -> tuple[str, ...]:
        """The state before, where the backward pass is cut."""
        return self.inputs[3:4] if self.cut else ()

    def forward(self, buffers: Buffers) -> list[Call]:
        """Both products in one call, then their sum."""
        gates, contents = buffers.pair(self.inputs[:2]), buffers.pair(self.inputs[2:])
        c, room = buffers.value(self.output), buffers.room("gated", gates.shape)
        new, old = room[: len(c)], room[len(c) :]
        return [call(np.multiply, gates, contents, room), call(np.add, new, old, c)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂i = ∂L/∂c g;  ∂L/∂f = ∂L/∂c c_{t−1};  ∂L/∂g = ∂L/∂c i;  ∂L/∂c_{t−1} = ∂L/∂c f."""
        upstream, (i, f, g, c) = buffers.adjoint(self.output), self.inputs
        calls: list[Call] = []
        for path, other in ((i, g), (f, c), (g, i), *(() if self.cut else ((c, f),))):
            into, finish = buffers.adjoint_sink(path)
            calls += [call(np.multiply, upstream, buffers.value(other), into), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dc = di g + i dg + df c_{t−1} + f dc_{t−1}."""
        i, f, g, c = (values[path] for path in self.inputs)
        di, df, dg, dc = (tangents.get(path, np.zeros_like(values[path])) for path in self.inputs)
        return np.asarray(di * g + i * dg + df * c + f * dc)
