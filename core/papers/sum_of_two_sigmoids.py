"""Two sigmoids added up: a tutorial with rules and no numbers, so ours stand alone."""

from __future__ import annotations

from core.papers.line import Line
from core.papers.reading import gradient, value
from core.papers.tutorial import Tutorial

SUM_OF_TWO_SIGMOIDS = Tutorial(
    "Two sigmoids added up, 1-2-1",
    "Four parameters are given and no example; ours is x = 0.5 with the target 1. The output adds, with weights of 1.",
    "sum_of_two_sigmoids",
    (
        Line("output", "output", value("out/a", 0, 0)),
        Line("cost", "squared error", value("L")),
        Line("dcost_dw1", "gradient of w1", gradient("h1/W", 0, 0)),
        Line("dcost_dw2", "gradient of w2", gradient("h1/W", 1, 0)),
        Line("dcost_db1", "gradient of b1", gradient("h1/b", 0)),
        Line("dcost_db2", "gradient of b2", gradient("h1/b", 1)),
    ),
)
