"""2,000 real digits of MNIST, 28 × 28 pixels."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule

DIGITS = tuple(f"digit {digit}" for digit in range(10))
TEST_SHARE = 0.2

MNIST = DataRule(
    "MNIST digits",
    drawn_from("mnist/mnist.npz", 10, TEST_SHARE, top=255.0),
    "classes",
    784,
    10,
    "2,000 handwritten digits of 28 × 28 pixels, 400 of them to test with; pixels from 0 to 1",
    "images",
    DIGITS,
    (1, 28, 28),
    most=2000,
    test_share=TEST_SHARE,
)
