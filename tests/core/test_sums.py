"""Sums and products do the same for one run and for replicas, to the last bit."""

import numpy as np

from core.ops.op import Array
from core.ops.sums import inner, product, total

REPLICAS, ROWS, COLUMNS = 5, 4, 7


def tables(seed: int) -> Array:
    """Replicas of a table inside a wider arena, as they lie when a program runs."""
    arena = np.random.default_rng(seed).standard_normal((REPLICAS, 50))
    return arena[:, 3 : 3 + ROWS * COLUMNS].reshape(REPLICAS, ROWS, COLUMNS, copy=False)


def test_a_product_of_replicas_is_the_product_of_each() -> None:
    a, b, together = tables(1), tables(2), np.zeros((REPLICAS, ROWS, ROWS))
    product(a, b.mT, together).run()
    for r in range(REPLICAS):
        alone = np.zeros((ROWS, ROWS))
        product(a[r], b[r].T, alone).run()
        assert np.array_equal(alone, together[r])


def test_a_sum_of_replicas_is_the_sum_of_each() -> None:
    a, b = tables(3), tables(4)
    products, sums = np.zeros((REPLICAS, 1)), np.zeros((REPLICAS, 1))
    inner(a, b, products).run()
    total(a, sums).run()
    for r in range(REPLICAS):
        alone, added = np.zeros(()), np.zeros(())
        inner(a[r], b[r], alone).run()
        total(a[r], added).run()
        assert alone == products[r, 0] == np.dot(a[r].ravel(), b[r].ravel())
        assert added == sums[r, 0] == a[r].sum()
