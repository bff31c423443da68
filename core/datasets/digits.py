"""1,797 digits of 8 × 8 pixels: small enough to train in a moment."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule
from core.datasets.mnist import DIGITS as NAMES

DIGITS = DataRule(
    "digits 8 × 8",
    drawn_from("digits/digits.npz", 10, top=16.0),
    "classes",
    64,
    10,
    "1,797 handwritten digits of 8 × 8 pixels; pixels from 0 to 1",
    "images",
    NAMES,
    (1, 8, 8),
    most=1797,
)
