"""The sum of variables: where a skip link joins the path it went around."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call

if TYPE_CHECKING:
    from core.buffers import Buffers


class Add(Op):
    """c = Σ of all inputs, each (batch, units)."""

    __slots__ = ()
    kind: ClassVar[str] = "add"
    label: ClassVar[str] = "sum"
    stackable: ClassVar[bool] = True
    tex: ClassVar[str] = r"c_j = \sum_k a^{(k)}_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """c = a + b, then the others one by one."""
        first, *others = (buffers.value(path) for path in self.inputs)
        output = buffers.value(self.output)
        sums = [first, *(output for _ in others[1:])]
        return [call(np.add, so_far, other, output) for so_far, other in zip(sums, others, strict=True)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂a = ∂L/∂c for every input: a sum hands its adjoint on unchanged."""
        upstream, calls = buffers.adjoint(self.output), []
        for path in filter(buffers.has_adjoint, self.inputs):
            into, finish = buffers.adjoint_sink(path)
            calls += [call(np.copyto, into, upstream), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dc = Σ da."""
        change = np.zeros_like(values[self.inputs[0]])
        return np.asarray(sum((tangents[path] for path in self.inputs if path in tangents), change))
