"""Measures the metrics of a state on the training, test and validation examples, with bounded work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.metrics.answers import Answers, kind_of, threshold_of
from core.metrics.metric import Metric
from core.ops.op import Array
from core.quiet import quiet_context

if TYPE_CHECKING:
    from core.program import Program

# Multiplications per set: about 20 ms.
WORK = 20_000_000
FEWEST = 100
SETS = {
    "train": ("x", "y"),
    "validation": ("x_validation", "y_validation"),
    "test": ("x_test", "y_test"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What was found on one set: the loss and every metric that applies, on `examples` of its `total` examples."""

    examples: int
    total: int
    loss: float
    values: dict[str, Array]


def measured(program: Program, model: Array, metrics: Mapping[str, Metric]) -> dict[str, Measured]:
    """Each set that has examples, by name; `model`: the flat parameters, as they lie in a row."""
    tables = {name: tuple(getattr(program.examples, part) for part in parts) for name, parts in SETS.items()}
    return {name: on_set(program, model, metrics, x, y) for name, (x, y) in tables.items() if len(x)}


def on_set(program: Program, model: Array, metrics: Mapping[str, Metric], x: Array, y: Array) -> Measured:
    """The metrics on one set: on all of it, or on examples evenly chosen where all would take long."""
    chosen = few_enough(len(x), len(model))
    answers = answered(program, model, x[chosen], y[chosen])
    fitting = {name: metric for name, metric in metrics.items() if answers.kind in metric.kinds}
    values = {name: quiet_context().run(metric.measure, answers) for name, metric in fitting.items()}
    return Measured(len(chosen), len(x), program.loss_at(model, x[chosen], y[chosen]), values)


def answered(program: Program, model: Array, x: Array, y: Array) -> Answers:
    """The answers to these examples, to be read as the spec's targets and loss want."""
    examples, loss = program.examples, program.spec.loss.name
    return Answers(program.outputs_at(model, x), y, kind_of(examples), threshold_of(examples, loss))


def few_enough(examples: int, parameters: int) -> NDArray[np.intp]:
    """The places of as many examples as the work allows, evenly chosen."""
    most = max(FEWEST, WORK // max(1, parameters))
    return np.unique(np.linspace(0, examples - 1, min(examples, most)).astype(np.intp))
