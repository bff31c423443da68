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

    def forward(self, buffers: Buffers) -> list[Call]:
        """Both products in one call, then their sum."""
        gates, contents = buffers.pair(self.inputs[:2], "value"), buffers.pair(self.inputs[2:], "value")
        c = buffers.value(self.output).reshape(-1, copy=False)
        room = buffers.room("gated", gates.shape)
        return [call(np.multiply, gates, contents, room), call(np.add, room[0], room[1], c)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂(i, f) = ∂L/∂c · (g, c_{t−1});  ∂L/∂(g, c_{t−1}) = ∂L/∂c · (i, f)."""
        upstream = buffers.adjoint(self.output).reshape(1, -1, copy=False)
        gates, contents = buffers.pair(self.inputs[:2], "value"), buffers.pair(self.inputs[2:], "value")
        handed = 1 if self.cut else 2
        return [
            call(np.multiply, upstream, contents, buffers.pair_sink(self.inputs[:2])),
            call(np.multiply, upstream, gates[:handed], buffers.pair_sink(self.inputs[2 : 2 + handed])),
        ]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dc = di g + i dg + df c_{t−1} + f dc_{t−1}."""
        i, f, g, c = (values[path] for path in self.inputs)
        di, df, dg, dc = (tangents.get(path, np.zeros_like(values[path])) for path in self.inputs)
        return np.asarray(di * g + i * dg + df * c + f * dc)
