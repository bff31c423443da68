"""The examples of a data set as sets of rows, for tests of what is held out."""

import numpy as np

from core.datasets import Examples

Rows = set[tuple[float, ...]]


def parts_of(examples: Examples) -> tuple[Rows, Rows, Rows]:
    """(training, test, validation): rows of inputs and targets, whatever the inputs were standardised with."""
    everything = np.concatenate([examples.x, examples.x_test, examples.x_validation])
    deviation = everything.std(axis=0)
    middle, unit = everything.mean(axis=0), np.where(deviation > 0.0, deviation, 1.0)

    def rows(x: np.ndarray, y: np.ndarray) -> Rows:
        table = np.concatenate([(x - middle) / unit, y], axis=1)
        return set(map(tuple, (np.round(table, 9) + 0.0).tolist()))

    return (
        rows(examples.x, examples.y),
        rows(examples.x_test, examples.y_test),
        rows(examples.x_validation, examples.y_validation),
    )
