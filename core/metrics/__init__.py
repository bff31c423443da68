"""The metrics in menu order: each says for which kinds of targets it means something."""

from core.metrics.accuracy import ACCURACY
from core.metrics.answers import Answers, kind_of
from core.metrics.confusion import CONFUSION
from core.metrics.mean_squared_gap import MEAN_SQUARED_GAP
from core.metrics.measure import Measured, measured
from core.metrics.metric import Metric
from core.metrics.r2 import R2

METRICS: dict[str, Metric] = {
    "accuracy": ACCURACY,
    "r2": R2,
    "mean_squared_gap": MEAN_SQUARED_GAP,
    "confusion": CONFUSION,
}

__all__ = ["METRICS", "Answers", "Measured", "Metric", "kind_of", "measured"]
