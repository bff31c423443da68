"""How far the answers are from their targets."""

from __future__ import annotations

import numpy as np

from core.metrics.answers import Answers
from core.metrics.metric import Metric
from core.ops.op import Array


def mean_squared_gap(answers: Answers) -> Array:
    """mean (a − y)² over examples and outputs, whatever the loss is."""
    return np.asarray(((answers.outputs - answers.targets) ** 2).mean())


MEAN_SQUARED_GAP = Metric(
    "squared gap", ("regression",), mean_squared_gap, "the mean of (answer − target)², whatever the loss is", ".4g"
)
