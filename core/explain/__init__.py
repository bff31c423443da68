"""Where a number comes from: its adjoint as a sum of terms, one for each later number that uses it."""

from core.explain.derivation import Derivation, Rest, Term
from core.explain.explain import explain

__all__ = ["Derivation", "Rest", "Term", "explain"]
