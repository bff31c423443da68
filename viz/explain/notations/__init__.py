"""Ways to write the same numbers: one notation in one file, NOTATIONS in menu order."""

from viz.explain.notations.code import CODE
from viz.explain.notations.goodfellow import GOODFELLOW
from viz.explain.notations.nielsen import NIELSEN
from viz.explain.notations.notation import Equation, Notation, quotient
from viz.explain.notations.ours import OURS
from viz.explain.notations.part import Part, Place

NOTATIONS: dict[str, Notation] = {
    "ours": OURS,
    "nielsen": NIELSEN,
    "goodfellow": GOODFELLOW,
    "code": CODE,
}

__all__ = ["NOTATIONS", "Equation", "Notation", "Part", "Place", "quotient"]
