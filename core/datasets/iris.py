"""150 iris flowers of three species, by four lengths."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule

IRIS = DataRule(
    "iris",
    drawn_from("iris/iris.csv", 3),
    "classes",
    4,
    3,
    "150 flowers of three species, by length and width of sepals and petals; standardised by the training flowers",
    "tables",
    ("setosa", "versicolor", "virginica"),
    most=150,
    standardised=True,
)
