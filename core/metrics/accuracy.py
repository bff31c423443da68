"""The share of answers that are right."""

from __future__ import annotations

import numpy as np

from core.metrics.answers import Answers
from core.metrics.metric import Metric
from core.ops.op import Array


def accuracy(answers: Answers) -> Array:
    """Right answers / all answers; with several yes-or-no outputs every one of them counts."""
    return np.asarray((answers.said == answers.asked).mean())


ACCURACY = Metric("accuracy", ("binary", "classes"), accuracy, "the share of answers that are right", ".1%")
