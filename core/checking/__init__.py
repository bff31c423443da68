"""A recorded gradient beside the loss itself: how far the two agree, and what the loss does along one weight."""

from core.checking.along import Along, Dial, Point, secant
from core.checking.checked import Checked, barred, begin, further
from core.checking.comparison import TOLERANCE, Comparison, Found, Place
from core.checking.error_curve import LARGEST, SMALLEST, Difference, ErrorCurve, error_curve
from core.checking.order import owner
from core.checking.tensors import Tensors, tensors

__all__ = [
    "LARGEST",
    "SMALLEST",
    "TOLERANCE",
    "Along",
    "Checked",
    "Comparison",
    "Dial",
    "Difference",
    "ErrorCurve",
    "Found",
    "Place",
    "Point",
    "Tensors",
    "barred",
    "begin",
    "error_curve",
    "further",
    "owner",
    "secant",
    "tensors",
]
