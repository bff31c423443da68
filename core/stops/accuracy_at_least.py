"""Stop when enough answers are right."""

from __future__ import annotations

import numpy as np

from core.metrics.accuracy import accuracy
from core.metrics.measure import answered, few_enough
from core.ranges import Real
from core.stops.rule import Seen, StopRule

# Multiplications per recording; where all rows would take more, only some are looked at, the last one always.
WORK = 400_000


def first(seen: Seen, value: float) -> int | None:
    """Accuracy ≥ value on the validation examples, or where there are none on the training examples."""
    x, y = examples(seen)
    model = seen.program.layout.blocks["model"]
    chosen = few_enough(len(x), model.stop - model.start)
    met = np.zeros(len(seen.rows), dtype=bool)
    work = len(chosen) * (model.stop - model.start) * len(seen.rows)
    for place in range(len(met) - 1, -1, -max(1, work // WORK)):
        answers = answered(seen.program, seen.rows[place][model], x[chosen], y[chosen])
        met[place] = accuracy(answers) >= value
    return seen.first(met)


def examples(seen: Seen) -> tuple[np.ndarray, np.ndarray]:
    """Those whose accuracy counts."""
    known = seen.program.examples
    return (known.x_validation, known.y_validation) if len(known.x_validation) else (known.x, known.y)


def reason(seen: Seen, value: float) -> str:
    """Why."""
    which = "validation" if len(seen.program.examples.x_validation) else "training"
    return f"the accuracy on the {which} examples reached {value:g}"


ACCURACY_AT_LEAST = StopRule(
    "accuracy at least",
    Real(0.0, 1.0),
    0.05,
    first,
    reason,
    "so large a share of the validation examples (without any: the training examples) is answered right",
    needs="classes",
)
