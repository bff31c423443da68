"""Worked examples of five tutorials, replayed line by line beside what was published; a table in menu order."""

from core.papers.line import DIFFERS, EQUAL, NOT_GIVEN, Line, rounded
from core.papers.one_three_one import ONE_THREE_ONE
from core.papers.sum_of_two_sigmoids import SUM_OF_TWO_SIGMOIDS
from core.papers.tutorial import BIASES, ORDER, Compared, Tutorial, compared
from core.papers.two_two_one import TWO_TWO_ONE
from core.papers.two_two_two import TWO_TWO_TWO
from core.papers.xor import XOR

TUTORIALS: dict[str, Tutorial] = {
    "two_two_two": TWO_TWO_TWO,
    "two_two_one": TWO_TWO_ONE,
    "sum_of_two_sigmoids": SUM_OF_TWO_SIGMOIDS,
    "one_three_one": ONE_THREE_ONE,
    "xor": XOR,
}

__all__ = [
    "BIASES",
    "DIFFERS",
    "EQUAL",
    "NOT_GIVEN",
    "ORDER",
    "TUTORIALS",
    "Compared",
    "Line",
    "Tutorial",
    "compared",
    "rounded",
]
