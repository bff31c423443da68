"""How much of the targets' variation the answers explain."""

from __future__ import annotations

import numpy as np

from core.metrics.answers import Answers
from core.metrics.metric import Metric
from core.ops.op import Array


def r2(answers: Answers) -> Array:
    """R² = 1 − Σ (y − a)² / Σ (y − ȳ)² per output, then the mean over the outputs whose targets vary; NaN if none."""
    left = ((answers.targets - answers.outputs) ** 2).sum(axis=0)
    spread = ((answers.targets - answers.targets.mean(axis=0)) ** 2).sum(axis=0)
    varies = np.ptp(answers.targets, axis=0) > 0.0
    explained = 1.0 - left / np.where(varies, spread, 1.0)
    return np.asarray(explained[varies].mean() if varies.any() else np.nan)


R2 = Metric(
    "R²", ("regression",), r2, "the part of the targets' variation that the answers explain; 1 is perfect", ".4f"
)
