"""569 tissue samples, benign or malignant, by thirty measurements of their cell nuclei."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule

BREAST_CANCER = DataRule(
    "breast cancer",
    drawn_from("breast_cancer/breast_cancer.npz", 2),
    "binary",
    30,
    1,
    "569 tissue samples by 30 measurements of their cells: is it malignant? standardised by the training samples",
    "tables",
    ("benign", "malignant"),
    most=569,
    standardised=True,
)
