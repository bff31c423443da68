"""Sums and products do the same for one run and for replicas: products to the last bit, sums but for their order."""

import numpy as np
import pytest

from core.ops.lines import in_lines
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


@pytest.mark.parametrize("lying", [(0, 1, 2), (1, 0, 2)], ids=["replicas first", "as in the arena"])
def test_a_sum_of_replicas_is_the_sum_of_each(lying: tuple[int, int, int]) -> None:
    a, b = (np.ascontiguousarray(tables(seed).transpose(lying)).transpose(lying) for seed in (3, 4))
    products, sums = np.zeros((REPLICAS, 1)), np.zeros((REPLICAS, 1))
    inner(a, b, products).run()
    total(a, sums).run()
    for r in range(REPLICAS):
        alone, added = np.zeros(()), np.zeros(())
        inner(a[r], b[r], alone).run()
        total(a[r], added).run()
        assert np.allclose([alone, added], [products[r, 0], sums[r, 0]], rtol=0.0, atol=1e-14)
        assert np.allclose([alone, added], [np.dot(a[r].ravel(), b[r].ravel()), a[r].sum()], rtol=0.0, atol=1e-14)


def test_tables_without_gaps_become_lines_and_others_stay() -> None:
    whole = np.zeros((ROWS, REPLICAS, COLUMNS)).transpose(1, 0, 2)
    number, other = np.array(2.0), tables(5)
    line, same = in_lines((whole, number))
    assert line.shape == (whole.size,) and np.shares_memory(line, whole) and same is number
    assert in_lines((whole, other))[0] is whole
    assert in_lines((other, other))[0] is other
    assert in_lines((whole[:, 1:, ::2], number))[1] is number
