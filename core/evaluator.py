"""Forward only: loss and outputs on any number of examples, in real or complex numbers."""

from __future__ import annotations

from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.buffers import Buffers
from core.errors import BackflowError
from core.network import build_network
from core.ops.op import Array
from core.plan import forward_stages
from core.quiet import quiet_context
from core.spec import Spec
from core.step import Step
from core.storage import build_layout

KEPT = 4
# How many values are computed at once, so that large examples take little room: 8 MB.
MOST_VALUES = 1_000_000


class ForwardProgram:
    """The forward half of a program for one batch size.

    training: masks and statistics of the batch act; otherwise nothing is left out, and running statistics stand in.
    """

    def __init__(
        self,
        spec: Spec,
        shape: tuple[int, ...],
        batch: int,
        dtype: DTypeLike = np.float64,
        fuse: bool = True,
        training: bool = True,
    ) -> None:
        self.network = build_network(spec, shape, batch, fuse, training)
        self.layout = build_layout(self.network, batch, None)
        self.buffers = Buffers(self.layout, dtype=dtype)
        self.stages = forward_stages(self.network, self.buffers)
        self._calls = tuple(bound.run for stage in self.stages for bound in stage.calls)
        self._quiet = quiet_context()

    def load(self, model: Array, x: Array, y: Array | None) -> None:
        """Put a model and examples into the arena."""
        self.buffers.block("model")[:] = model
        self.buffers.value("x")[...] = x.T
        if y is not None:
            self.buffers.value("y")[...] = y.T

    def load_step(self, model: Array, step: Step) -> None:
        """Put a model and all that a recorded step was given into the arena: its examples and its masks."""
        self.buffers.block("model")[:] = model
        self.buffers.block("data")[:] = step.row[step.layout.blocks["data"]]

    @property
    def data_loss(self) -> float:
        """The loss of the data, without the penalties on the weights."""
        return float(self.buffers.value("L/data" if self.network.penalties else "L"))

    def run(self) -> None:
        """Compute everything."""
        self._quiet.run(self._run)

    def _run(self) -> None:
        for run in self._calls:
            run()


class Evaluator:
    """Keeps a forward program for each of the last few batch sizes; many large examples go through in parts."""

    def __init__(self, spec: Spec, shape: tuple[int, ...], outputs: int) -> None:
        self._spec, self._shape, self._outputs = spec, shape, outputs
        self._inputs = prod(shape)
        self._programs: dict[int, ForwardProgram] = {}

    def loss(self, model: Array, x: ArrayLike, y: ArrayLike) -> float:
        """The loss on these examples at a flat model."""
        x_table, y_table = self._table("x", x, self._inputs), self._table("y", y, self._outputs)
        if len(x_table) != len(y_table):
            raise BackflowError(
                f"x has {len(x_table)} rows and y has {len(y_table)}: expected as many targets as examples."
            )
        if len(x_table) <= self._most:
            return float(self._forward(model, x_table, y_table).buffers.value("L"))
        mean = self._spec.loss.reduction == "mean"
        total = 0.0
        for x_part, y_part in zip(self._parts(x_table), self._parts(y_table), strict=True):
            program = self._forward(model, x_part, y_part)
            total += program.data_loss * (len(x_part) / len(x_table) if mean else 1.0)
        return total + float(program.buffers.value("L")) - program.data_loss

    def predict(self, model: Array, x: ArrayLike) -> Array:
        """The outputs (examples, outputs)."""
        parts = self._parts(self._table("x", x, self._inputs))
        return np.concatenate([self._forward(model, part, None).buffers.value("out/a").T.copy() for part in parts])

    @cached_property
    def _most(self) -> int:
        """How many examples go through at once."""
        layers = build_network(self._spec, self._shape, 1, training=False).layers
        return max(1, MOST_VALUES // (self._inputs + 2 * sum(layer.units for layer in layers)))

    def _parts(self, table: Array) -> list[Array]:
        """The examples in parts that are small enough."""
        return [table[first : first + self._most] for first in range(0, len(table), self._most)]

    def _forward(self, model: Array, x: Array, y: Array | None) -> ForwardProgram:
        program = self._programs.pop(len(x), None) or self._build(len(x))
        self._programs = dict(list(self._programs.items())[1 - KEPT :]) | {len(x): program}
        program.load(model, x, y)
        program.run()
        return program

    def _build(self, examples: int) -> ForwardProgram:
        return ForwardProgram(self._spec, self._shape, examples, training=False)

    def _table(self, name: str, array: ArrayLike, width: int) -> Array:
        table = np.asarray(array, dtype=np.float64)
        if table.ndim != 2 or table.shape[1] != width or not len(table):
            raise BackflowError(
                f"{name} has the shape {table.shape}: expected (examples, {width}) with at least one example."
            )
        return table
