"""Hidden layers as people type them, "conv 8 5x5, pool 2, 32 relu", and back."""

from core.spec.typed.reading import parse_widths
from core.spec.typed.retyping import handing_on, retyped
from core.spec.typed.wish import Typed, TypedLayer
from core.spec.typed.writing import hidden_text

__all__ = ["Typed", "TypedLayer", "handing_on", "hidden_text", "parse_widths", "retyped"]
