"""What a network answered to some examples, beside what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.datasets import Examples
from core.ops.op import Array

Kind = Literal["binary", "classes", "regression"]
Choices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """outputs and targets, both (examples, outputs), and how they are read.

    kind: "classes" (one column per class: the largest is the answer), "binary" (every number a yes or a no, on either
    side of `threshold`) or "regression".
    """

    outputs: Array
    targets: Array
    kind: Kind
    threshold: float = 0.5

    @property
    def said(self) -> Choices:
        """The class of every answer, flat; the first of several that are equally large."""
        return self._choices(self.outputs, self.threshold)

    @property
    def asked(self) -> Choices:
        """The class of every target, flat."""
        return self._choices(self.targets, float(self.targets.min() + self.targets.max()) / 2)

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return self.targets.shape[1] if self.kind == "classes" else 2

    def _choices(self, table: Array, threshold: float) -> Choices:
        if self.kind == "classes":
            return np.asarray(table.argmax(axis=1), dtype=np.int64)
        return (table > threshold).astype(np.int64).ravel()


# A few only, since whoever is remembered here keeps his numbers in memory.
@lru_cache(maxsize=4)
def kind_of(examples: Examples) -> Kind:
    """What the targets of all examples say they are: classes, a yes or no, or any numbers."""
    targets = np.concatenate([examples.y, examples.y_test, examples.y_validation])
    values = set(np.unique(targets).tolist())
    if values == {0.0, 1.0} and targets.shape[1] > 1 and (targets.sum(axis=1) == 1.0).all():
        return "classes"
    return "binary" if values in ({0.0, 1.0}, {-1.0, 1.0}) else "regression"


def threshold_of(examples: Examples, loss: str) -> float:
    """Where no ends and yes begins: 0 for a hinge, whose answer is a sign; else half way between the two targets."""
    return 0.0 if loss == "hinge" or examples.y.min() < 0.0 else 0.5
