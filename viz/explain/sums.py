"""A sum over all examples, written as one: Σ_n δ · a."""

from __future__ import annotations

from dataclasses import replace

from core.explain import Derivation
from viz.explain.chosen import Number
from viz.explain.notations import Part
from viz.explain.symbols import Writer, other_factor, part_of


def over_examples(writer: Writer, derivation: Derivation) -> str:
    """Σ_n δ · a, where there is one term of the same form for every example; else nothing."""
    terms = [term for term in derivation.terms if not term.path.startswith("L")]
    examples = {term.example for term in terms}
    if derivation.example is not None or len(terms) < 2 or len(examples) < len(terms) or None in examples:
        return ""
    number = derivation.path, derivation.index
    delta = writer.notation.adjoint(of_any_example(writer, (terms[0].path, terms[0].index)))
    other = other_factor(writer.program, number, terms[0])
    pulls = "".join(f" + {writer.slope(number, term)}" for term in derivation.terms if term not in terms)
    if other is None:
        return rf"\sum_n {delta}{pulls}" if all(term.slope == 1.0 for term in terms) else ""
    return rf"\sum_n {delta} \cdot {writer.notation.symbol(of_any_example(writer, other))}{pulls}"


def of_any_example(writer: Writer, number: Number) -> Part:
    """The number with n in place of its example."""
    part = part_of(writer.program, number)
    return replace(part, example="n", entry=("n", *part.entry[1:]))
