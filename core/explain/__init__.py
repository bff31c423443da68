"""Where a number comes from: its adjoint as a sum of terms, one for each later number that uses it; and what an
optimizer makes of a gradient, line by line.
"""

from core.explain.course import Course, course, state_before
from core.explain.derivation import Derivation, Rest, Term
from core.explain.explain import explain
from core.explain.shares import Share, TugOfWar, tug_of_war
from core.explain.update import Update, explain_update
from core.explain.worked import Worked

__all__ = [
    "Course",
    "Derivation",
    "Rest",
    "Share",
    "Term",
    "TugOfWar",
    "Update",
    "Worked",
    "course",
    "explain",
    "explain_update",
    "state_before",
    "tug_of_war",
]
