"""Convolution: the same weighted sum at every place of an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.ops.op import Array, Call, Op, Values, call
from core.ops.sums import product
from core.ops.window import Window

if TYPE_CHECKING:
    from core.buffers import Buffers


@dataclass(frozen=True, slots=True)
class Conv2d(Op):
    """z_fyx = Σ_cij W_fcij x_c,sy+i−p,sx+j−p + b_f, with stride s and padding p, beyond the edge of which x is 0.

    inputs: (x, W) or (x, W, b); x: (batch, C, H, W), W: (filters, C, k, k), b: (filters,), z: (batch, filters, down,
    across).  As in every library it is a correlation: the kernel is not turned around.  What the windows see is laid
    out as columns, (C·k·k + 1, places·batch) with a row of ones against the biases, so that one product does it all.
    """

    window: Window
    kind: ClassVar[str] = "conv2d"
    label: ClassVar[str] = "convolution"
    tex: ClassVar[str] = r"z_{fyx} = \sum_{cij} W_{fcij}\, x_{c,\,sy+i-p,\,sx+j-p} + b_f"

    def forward(self, buffers: Buffers) -> list[Call]:
        """z = [W b] · [columns; 1]."""
        x = self.window.images(buffers.value(self.inputs[0]))
        columns = self.columns(buffers)
        seen = self.by_place(columns)
        copies = [
            call(np.copyto, seen[..., :, i, j, *places], x[..., :, *pixels])
            for i, j, places, pixels in self.window.parts()
        ]
        return [*copies, product(buffers.matrix(self.inputs[1]), columns, self.by_filter(buffers.value(self.output)))]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂W = δ columnsᵀ;  ∂L/∂b = Σ δ;  ∂L/∂x_cyx = Σ_fij W_fcij δ at the window that sees x_cyx at (i, j)."""
        columns, delta = self.columns(buffers), self.by_filter(buffers.adjoint(self.output))
        into, finish = buffers.gradient_sink(self.inputs[1])
        calls: list[Call] = [product(delta, columns.mT, into), *finish]
        if buffers.has_adjoint(self.inputs[0]):
            calls += self.back_to_images(delta, buffers)
        return calls

    def back_to_images(self, delta: Array, buffers: Buffers) -> list[Call]:
        """∂L/∂x as a convolution too: the deltas that each pixel gets as columns, times the kernels turned to match.

        Copies and one product; adding up where windows overlap would take longer, and room of NumPy's own.
        """
        *lead, filters, places = delta.shape
        (channels, height, width), size, (down, across) = self.window.image, self.window.size, self.window.output
        batch = places // (down * across)
        deltas = delta.reshape(*lead, filters, down, across, batch, copy=False)
        met = buffers.scratch((*lead, filters, size, size, height, width, batch))
        kernels = buffers.matrix(self.inputs[1])[..., : self.inputs_of_a_unit]
        kernels = kernels.reshape(*lead, filters, channels, size**2, copy=False).swapaxes(-3, -2)
        turned = buffers.scratch(kernels.shape)
        into, finish = buffers.adjoint_sink(self.inputs[0])
        copies = [
            call(np.copyto, met[..., :, i, j, *pixels], deltas[..., :, *outputs])
            for i, j, outputs, pixels in self.window.parts()
        ]
        weigh = product(
            turned.reshape(*lead, channels, -1, copy=False),
            met.reshape(*lead, filters * size**2, -1, copy=False),
            into.reshape(*lead, channels, -1, copy=False),
        )
        return [*copies, call(np.copyto, turned, kernels), weigh, *finish]

    def jvp(self, values: Values, tangents: Values) -> Array:
        """dz = W ∗ dx + dW ∗ x + db."""
        path_x, path_W, *bias = self.inputs
        x, W = self.window.seen(values[path_x]), values[path_W]
        dx, dW = tangents.get(path_x, np.zeros_like(values[path_x])), tangents.get(path_W, np.zeros_like(W))
        change = slid(self.window.seen(dx), W) + slid(x, dW)
        return np.asarray(change + tangents[bias[0]][:, None, None] if bias and bias[0] in tangents else change)

    @property
    def inputs_of_a_unit(self) -> int:
        """How many weights a filter has."""
        return self.window.image[0] * self.window.size**2

    def columns(self, buffers: Buffers) -> Array:
        """Room for what the windows see, kept from the way forward for the way back; zeros where they see padding."""
        z = self.by_filter(buffers.value(self.output))
        biased = len(self.inputs) == 3
        columns = buffers.kept("columns", z, (*z.shape[:-2], self.inputs_of_a_unit + biased, z.shape[-1]))
        if biased:
            columns[..., -1, :] = 1.0
        return columns

    def by_filter(self, values: Array) -> Array:
        """(filters · places, batch) seen as (filters, places · batch)."""
        down, across = self.window.output
        places = down * across
        *lead, features, batch = values.shape
        return values.reshape(*lead, features // places, places * batch, copy=False)

    def by_place(self, columns: Array) -> Array:
        """Columns, their row of ones left out, seen as (channels, size, size, down, across, batch)."""
        channels, size, (down, across) = self.window.image[0], self.window.size, self.window.output
        *lead, _, places = columns.shape
        rows = columns[..., : self.inputs_of_a_unit, :]
        batch = places // (down * across)
        return rows.reshape(*lead, channels, size, size, down, across, batch, copy=False)


def slid(windows: Array, W: Array) -> Array:
    """The weighted sum of what every window sees: (batch, filters, down, across)."""
    return np.asarray(np.einsum("ncyxij,fcij->nfyx", windows, W))
