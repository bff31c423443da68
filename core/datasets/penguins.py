"""342 penguins of three species, by four measurements."""

from __future__ import annotations

from core.datasets.choosing import drawn_from
from core.datasets.dataset import DataRule

PENGUINS = DataRule(
    "penguins",
    drawn_from("penguins/penguins.csv", 3),
    "classes",
    4,
    3,
    "342 penguins of three species, by bill, flipper and body mass; standardised by the training penguins",
    "tables",
    ("Adelie", "Chinstrap", "Gentoo"),
    most=342,
    standardised=True,
)
