"""Forward only: loss and outputs on any number of examples, in real or complex numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.buffers import Buffers
from core.errors import BackflowError
from core.network import build_network
from core.ops.op import Array
from core.plan import forward_stages
from core.quiet import quiet_context
from core.spec import Spec
from core.storage import build_layout

KEPT = 4


class ForwardProgram:
    """The forward half of a program for one batch size."""

    def __init__(self, spec: Spec, inputs: int, batch: int, dtype: DTypeLike = np.float64, fuse: bool = True) -> None:
        self.network = build_network(spec, inputs, batch, fuse)
        self.layout = build_layout(self.network, batch, None)
        self.buffers = Buffers(self.layout, dtype=dtype)
        self.stages = forward_stages(self.network, self.buffers)
        self._calls = tuple(bound.run for stage in self.stages for bound in stage.calls)
        self._quiet = quiet_context()

    def load(self, parameters: Array, x: Array, y: Array | None) -> None:
        """Put parameters and examples into the arena."""
        self.buffers.block("parameter")[:] = parameters
        self.buffers.value("x")[...] = x.T
        if y is not None:
            self.buffers.value("y")[...] = y.T

    def run(self) -> None:
        """Compute everything."""
        self._quiet.run(self._run)

    def _run(self) -> None:
        for run in self._calls:
            run()


class Evaluator:
    """Keeps a forward program for each of the last few batch sizes."""

    def __init__(self, spec: Spec, inputs: int, outputs: int) -> None:
        self._spec, self._inputs, self._outputs = spec, inputs, outputs
        self._programs: dict[int, ForwardProgram] = {}

    def loss(self, parameters: Array, x: ArrayLike, y: ArrayLike) -> float:
        """The loss on these examples at flat parameters."""
        x_table, y_table = self._table("x", x, self._inputs), self._table("y", y, self._outputs)
        if len(x_table) != len(y_table):
            raise BackflowError(
                f"x has {len(x_table)} rows and y has {len(y_table)}: expected as many targets as examples."
            )
        program = self._forward(parameters, x_table, y_table)
        return float(program.buffers.value("L"))

    def predict(self, parameters: Array, x: ArrayLike) -> Array:
        """The outputs (examples, outputs)."""
        program = self._forward(parameters, self._table("x", x, self._inputs), None)
        return program.buffers.value("out/a").T.copy()

    def _forward(self, parameters: Array, x: Array, y: Array | None) -> ForwardProgram:
        program = self._programs.pop(len(x), None) or ForwardProgram(self._spec, self._inputs, len(x))
        self._programs = dict(list(self._programs.items())[1 - KEPT :]) | {len(x): program}
        program.load(parameters, x, y)
        program.run()
        return program

    def _table(self, name: str, array: ArrayLike, width: int) -> Array:
        table = np.asarray(array, dtype=np.float64)
        if table.ndim != 2 or table.shape[1] != width or not len(table):
            raise BackflowError(
                f"{name} has the shape {table.shape}: expected (examples, {width}) with at least one example."
            )
        return table
