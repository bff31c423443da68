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
            call(np.copyto, seen[:, i, j, *places], x[:, *pixels]) for i, j, places, pixels in self.window.parts()
        ]
        return [*copies, product(buffers.matrix(self.inputs[1]), columns, self.by_filter(buffers.value(self.output)))]

    def backward(self, buffers: Buffers) -> list[Call]:
        """∂L/∂W = δ columnsᵀ;  ∂L/∂b = Σ δ;  ∂L/∂x from what Wᵀ δ hands back to the windows."""
        columns, delta = self.columns(buffers), self.by_filter(buffers.adjoint(self.output))
        into, finish = buffers.gradient_sink(self.inputs[1])
        calls: list[Call] = [product(delta, columns.mT, into), *finish]
        if buffers.has_adjoint(self.inputs[0]):
            calls += self.back_to_images(delta, buffers)
        return calls

    def back_to_images(self, delta: Array, buffers: Buffers) -> list[Call]:
        """∂L/∂x: what every window hands back, Wᵀ δ, put where its pixels lie, and added up over the places inside it.

        The room for that is k² times the image and stays 0 elsewhere: faster than adding one place after the other.
        """
        (channels, height, width), size, inputs = self.window.image, self.window.size, self.inputs_of_a_unit
        into, finish = buffers.adjoint_sink(self.inputs[0])
        handed = buffers.scratch((inputs, delta.shape[-1]))
        room = buffers.scratch((channels, size, size, height, width, into.shape[-1]))
        seen = self.by_place(handed)
        copies = [
            call(np.copyto, room[:, i, j, *pixels], seen[:, i, j, *outputs])
            for i, j, outputs, pixels in self.window.parts()
        ]
        return [
            product(buffers.matrix(self.inputs[1])[:, :inputs].T, delta, handed),
            *copies,
            call(np.add.reduce, room.reshape(channels, size**2, -1), 1, None, into.reshape(channels, -1, copy=False)),
            *finish,
        ]

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
        columns = buffers.kept("columns", z, (self.inputs_of_a_unit + biased, z.shape[-1]))
        if biased:
            columns[-1] = 1.0
        return columns

    def by_filter(self, values: Array) -> Array:
        """(filters · places, batch) seen as (filters, places · batch)."""
        down, across = self.window.output
        places = down * across
        features, batch = values.shape
        return values.reshape(features // places, places * batch, copy=False)

    def by_place(self, columns: Array) -> Array:
        """Columns, their row of ones left out, seen as (channels, size, size, down, across, batch)."""
        channels, size, (down, across) = self.window.image[0], self.window.size, self.window.output
        rows = columns[: self.inputs_of_a_unit]
        return rows.reshape(channels, size, size, down, across, -1, copy=False)


def slid(windows: Array, W: Array) -> Array:
    """The weighted sum of what every window sees: (batch, filters, down, across)."""
    return np.asarray(np.einsum("ncyxij,fcij->nfyx", windows, W))
