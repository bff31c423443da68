"""The way from one step to the next: what a layer knew a step ago goes into its weighted sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call
from core.ops.turned import on_side, turned

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Recur(Op):
    """z_t = s_t + U h_{t−1}, where s_t, the part from the inputs, lies already where z_t will.

    inputs: (h_{t−1}, U); every step asks for the same U.  The gradient of U, Σ_t δ_t h_{t−1}ᵀ, is one product over all
    steps, made when the backward pass has come to the first of them.
    sums: the path of z of all steps;  states: of h of all steps but the last;  cut: ∂L/∂h_{t−1} is not handed on.
    """

    step: int
    steps: int
    sums: str
    states: str
    cut: bool
    kind: ClassVar[str] = "recur"
    label: ClassVar[str] = "from the step before"
    tex: ClassVar[str] = r"z_t = s_t + U h_{t-1}"

    @property
    def held_back(self) -> tuple[str, ...]:
        """The state before, where the backward pass is cut."""
        return self.inputs[0:1] if self.cut else ()

    def forward(self, buffers: Buffers) -> list[Call]:
        """z += U h."""
        z, U = buffers.value(self.output), buffers.matrix(self.inputs[1])
        room = buffers.room("recur", z.shape)
        return [call(np.dot, U, buffers.value(self.inputs[0]), room), call(np.add, z, room, z)]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂h_{t−1} = Uᵀ δ_t, and at the first step ∂L/∂U."""
        calls: list[Call] = []
        if not self.cut:
            into, finish = buffers.adjoint_sink(self.inputs[0])
            calls += [call(np.dot, buffers.matrix(self.inputs[1]).T, buffers.adjoint(self.output), into), *finish]
        return calls if self.step > 1 else calls + self.gradient_calls(buffers)

    def gradient_calls(self, buffers: Buffers) -> list[Call]:
        """∂L/∂U = Σ_t δ_t h_{t−1}ᵀ."""
        states = buffers.value(self.states)
        across = buffers.scratch((len(states) // self.steps, self.steps * states.shape[-1]))
        wide, calls = turned(self.sums, self.steps, buffers)
        into, finish = buffers.gradient_sink(self.inputs[1])
        return [*calls, on_side(states, self.steps, across), call(np.dot, wide, across.T, into), *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz_t = ds_t + U dh_{t−1} + dU h_{t−1}; ds_t goes by the name of z_t."""
        path_h, path_U = self.inputs
        h, U = values[path_h], values[path_U]
        change = tangents.get(path_h, np.zeros_like(h)) @ U.T + h @ tangents.get(path_U, np.zeros_like(U)).T
        return np.asarray(change + tangents.get(self.output, 0.0))
