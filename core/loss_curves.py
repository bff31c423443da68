"""The losses of a run, step by step: of the batch, of the test set and of the validation set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.ops.op import Array

Steps = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Losses:
    """The loss of every recorded step, with test and validation loss (NaN where they were not measured)."""

    steps: Steps
    train: Array
    test: Array
    validation: Array

    def until(self, step: int) -> Losses:
        """The losses up to and including `step`."""
        return self._at(slice(int(np.searchsorted(self.steps, step, side="right"))))

    def since(self, step: int) -> Losses:
        """The losses from `step` on."""
        return self._at(slice(int(np.searchsorted(self.steps, step)), None))

    def joined(self, steps: Steps, train: Array, test: Array, validation: Array | None = None) -> Losses:
        """These losses and then some more; no validation losses: none were measured."""
        measured = np.full(len(steps), np.nan) if validation is None else validation
        parts = (self.steps, steps), (self.train, train), (self.test, test), (self.validation, measured)
        return Losses(*(np.concatenate(pair) for pair in parts))

    def thinned(self, most: int) -> Losses:
        """At most `most` points, evenly chosen, first and last among them."""
        if len(self.steps) <= most:
            return self
        return self._at(np.unique(np.linspace(0, len(self.steps) - 1, most).astype(int)))

    def _at(self, places: slice | Steps) -> Losses:
        return Losses(self.steps[places], self.train[places], self.test[places], self.validation[places])


NO_LOSSES = Losses(np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0))
