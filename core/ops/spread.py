"""A bias that every step and example starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call
from core.ops.turned import turned

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Spread(Op):
    """z_t[rows] = c for every step and example; 0 where there is no c.  inputs: (c,) or ().

    rows: of each step of z; the others are left alone.
    """

    steps: int
    rows: slice
    kind: ClassVar[str] = "spread"
    label: ClassVar[str] = "bias of every step"
    tex: ClassVar[str] = r"z_{t,j} = c_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z = c."""
        z = buffers.value(self.output)
        rows = z.reshape(self.steps, -1, z.shape[-1], copy=False)[:, self.rows]
        start = buffers.value(self.inputs[0])[:, None] if self.inputs else buffers.constant(0.0)
        return [call(np.copyto, rows, start)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂c = Σ over steps and examples."""
        if not self.inputs:
            return []
        wide, calls = turned(self.output, self.steps, buffers)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        return [*calls, call(np.add.reduce, wide[self.rows], -1, None, into), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = dc."""
        change = np.zeros(values[self.output].shape)
        if self.inputs:
            change[..., self.rows] = tangents[self.inputs[0]]
        return change
