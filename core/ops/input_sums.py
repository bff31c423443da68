"""The weighted sums of all steps of a sequence at once: what does not recur need not wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call
from core.ops.turned import turned

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class InputSums(Op):
    """z_t = W x_t + b for every step t.  inputs: (x, W) or (x, W, b); x: (batch, steps, in), z: (batch, steps, out).

    rows: the first and last of W that act here; z may have more rows than these, which are left alone.
    """

    steps: int
    rows: slice
    kind: ClassVar[str] = "input_sums"
    label: ClassVar[str] = "weighted sums of all steps"
    tex: ClassVar[str] = r"z_{t,j} = \sum_i W_{ji}\, x_{t,i} + b_j"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z_t = [W b] · [x_t; 1], with x copied to where every step has its row of ones."""
        x, z = self.in_steps(buffers.value(self.inputs[0])), self.sums(buffers.value(self.output))
        W = buffers.matrix(self.inputs[1])[self.rows]
        if len(self.inputs) == 2:
            return [call(np.matmul, W, x, z)]
        padded = buffers.scratch((self.steps, x.shape[1] + 1, x.shape[2]))
        padded[:, -1] = 1.0
        return [call(np.copyto, padded[:, :-1], x), call(np.matmul, W, padded, z)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂W = Σ_t δ_t x_tᵀ as one product;  ∂L/∂b = Σ δ_t;  ∂L/∂x_t = Wᵀ δ_t."""
        x = self.in_steps(buffers.value(self.inputs[0]))
        features, batch = x.shape[1:]
        wide, calls = turned(self.output, self.steps, buffers)
        across = buffers.scratch((features + len(self.inputs) - 2, self.steps, batch))
        across[features:] = 1.0
        into, finish = buffers.gradient_sink(self.inputs[1], self.rows)
        calls += [
            call(np.copyto, across[:features], x.transpose(1, 0, 2)),
            call(np.dot, wide[: len(into)], across.reshape(len(across), -1).T, into),
            *finish,
        ]
        if buffers.has_adjoint(self.inputs[0]):
            W = buffers.matrix(self.inputs[1])[self.rows, :features]
            room, finish = buffers.adjoint_sink(self.inputs[0])
            delta = self.sums(buffers.adjoint(self.output))
            calls += [call(np.matmul, W.T, delta, self.in_steps(room)), *finish]
        return calls

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz_t = W dx_t + dW x_t + db."""
        path_x, path_W, *bias = self.inputs
        batch = len(values[path_x])
        x, W = values[path_x].reshape(batch, self.steps, -1), values[path_W][self.rows]
        dx, dW = tangents.get(path_x, np.zeros_like(x)), tangents.get(path_W, np.zeros_like(values[path_W]))
        change = np.zeros(values[self.output].shape)
        change[..., : len(W)] = dx.reshape(x.shape) @ W.T + x @ dW[self.rows].T
        if bias and bias[0] in tangents:
            change[..., : len(W)] += tangents[bias[0]][self.rows]
        return change

    def in_steps(self, table: Array) -> Array:
        """A table (features, batch) as (steps, features of a step, batch)."""
        return table.reshape(self.steps, -1, table.shape[-1], copy=False)

    def sums(self, table: Array) -> Array:
        """The rows of every step that are computed here."""
        return self.in_steps(table)[:, : self.rows.stop - self.rows.start]
