"""The losses on the examples that are held out, measured at recorded rows, with bounded work."""

from __future__ import annotations

import numpy as np

from core.ops.op import Array
from core.program import Program

TEST_WORK = 400_000


def held_out_losses(program: Program, rows: Array) -> tuple[Array, Array]:
    """The test and the validation losses at each row's parameters."""
    examples = program.examples
    return (
        losses_on(program, rows, examples.x_test, examples.y_test),
        losses_on(program, rows, examples.x_validation, examples.y_validation),
    )


def losses_on(program: Program, rows: Array, x: Array, y: Array) -> Array:
    """The loss on these examples at each row's parameters; only the last row's where measuring all takes long."""
    losses = np.full(len(rows), np.nan)
    model = program.layout.blocks["model"]
    if len(x):
        work = len(x) * (model.stop - model.start)
        for place in range(len(rows) - 1, -1, -max(1, work * len(rows) // TEST_WORK)):
            losses[place] = program.loss_at(rows[place][model], x, y)
    return losses
