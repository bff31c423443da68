"""Which class was taken for which."""

from __future__ import annotations

import numpy as np

from core.metrics.answers import Answers
from core.metrics.metric import Metric
from core.ops.op import Array


def confusion(answers: Answers) -> Array:
    """C (classes, classes): C[i, j] answers said j where i was asked for."""
    counted = np.bincount(answers.asked * answers.classes + answers.said, minlength=answers.classes**2)
    return np.asarray(counted.reshape(answers.classes, answers.classes), dtype=np.float64)


CONFUSION = Metric(
    "confusion", ("binary", "classes"), confusion, "how often the row's class was taken for the column's"
)
