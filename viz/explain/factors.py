"""A term of the chain rule as a product: what each factor is called, and its number."""

from __future__ import annotations

from core.explain import Term, explain
from core.program import Program
from core.step import Step
from viz.explain.chosen import Number
from viz.explain.symbols import Writer

Factors = tuple[tuple[str, float], ...]


def factors(writer: Writer, step: Step, number: Number, term: Term) -> Factors:
    """A product from the later number on; a delta that is a product itself is written as one."""
    inner = behind(writer.program, step, term)
    if inner is None:
        return plain(writer, number, term)
    return *plain(writer, (term.path, term.index), inner), *slope_of(writer, number, term)


def plain(writer: Writer, number: Number, term: Term) -> Factors:
    """A term as adjoint and slope; of what goes straight into the loss the slope alone."""
    slope = slope_of(writer, number, term)
    if term.path.startswith("L"):
        return slope
    return (writer.adjoint((term.path, term.index)), term.adjoint), *slope


def slope_of(writer: Writer, number: Number, term: Term) -> Factors:
    """The slope as a factor; none where it is always 1, as behind a bias."""
    written = writer.slope(number, term)
    return () if written == "1" else ((written, term.slope),)


def behind(program: Program, step: Step, term: Term) -> Term | None:
    """The only term of a delta, where it is one: what the activation hands back."""
    if not is_delta(program, term):
        return None
    terms = explain(program, step, term.path, term.index).terms
    return terms[0] if len(terms) == 1 and not terms[0].path.startswith("L") else None


def is_delta(program: Program, term: Term) -> bool:
    """Whether the later number goes into an activation."""
    return not term.path.startswith("L") and program.layout.slot(term.path).role == "pre_activation"
