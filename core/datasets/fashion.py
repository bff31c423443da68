"""1,000 pictures of clothes from Fashion-MNIST, 28 × 28 pixels."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule

CLOTHES = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "trainer",
    "bag",
    "ankle boot",
)
TEST_SHARE = 0.2

FASHION = DataRule(
    "Fashion-MNIST",
    drawn_from("fashion/fashion.npz", 10, TEST_SHARE, top=255.0),
    "classes",
    784,
    10,
    "1,000 pictures of clothes, 28 × 28 pixels, 200 of them to test with; pixels from 0 to 1",
    "images",
    CLOTHES,
    (1, 28, 28),
    most=1000,
    test_share=TEST_SHARE,
)
