"""A recorded gradient beside the loss itself: how far the two agree, and what the loss does along one weight."""

from core.checking.checked import Checked, begin, further
from core.checking.comparison import TOLERANCE, Comparison, Found, Place

__all__ = ["TOLERANCE", "Checked", "Comparison", "Found", "Place", "begin", "further"]
