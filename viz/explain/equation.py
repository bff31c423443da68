"""The chain rule of one number: in symbols, then with numbers, then what the terms are and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable

from core.explain import Derivation, Term, explain
from core.program import Program
from core.step import Step
from viz.explain.chosen import Number
from viz.explain.numbers import added, factor, tex
from viz.explain.symbols import adjoint_symbol, other_factor, slope_symbol, symbol

# How many terms are written out in a formula; all others are counted and added.
WRITTEN = 3

Factors = tuple[tuple[str, float], ...]


def equation(program: Program, step: Step, derivation: Derivation) -> str:
    """∂L/∂u = Σ …, line by line: each of the largest terms in symbols, then all of them with numbers."""
    number = derivation.path, derivation.index
    largest, rest = derivation.largest(WRITTEN)
    products = [factors(program, step, number, term) for term in largest]
    more = rf"+ \cdots \text{{ ({rest.count:,} more)}}" if rest.count else ""
    lines = [over_examples(program, derivation)]
    if any(term.path != "L" for term in largest):
        lines += [*plus(r" \cdot ".join(name for name, _ in product) for product in products), more]
    lines += spelt_out(program, step, derivation)
    lines += [*plus(r" \times ".join(factor(value) for _, value in product) for product in products), more]
    if len(derivation.terms) > 1:
        lines.append(added([term.contribution for term in largest] + [rest.total] * bool(rest.count)))
    if [line for line in lines if line][-1] != tex(derivation.total):
        lines.append(tex(derivation.total))
    return aligned(adjoint_symbol(program.layout, number), [line for line in lines if line])


def spelt_out(program: Program, step: Step, derivation: Derivation) -> list[str]:
    """Of a delta: (Σ upstream deltas · weights) · slope, in symbols and with what the products are."""
    if len(derivation.terms) != 1 or derivation.terms[0].path.startswith("L"):
        return []
    (term,) = derivation.terms
    inner = explain(program, step, term.path, term.index)
    largest, rest = inner.largest(WRITTEN)
    if len(inner.terms) < 2 or behind_is_shown(program, term):
        return []
    slope = slope_symbol(program, (derivation.path, derivation.index), term)
    names = " + ".join(r" \cdot ".join(plain(program, (inner.path, inner.index), one)) for one in largest)
    dots = rf" + \cdots \text{{ ({rest.count:,} more)}}" if rest.count else ""
    values = added([one.contribution for one in largest] + [rest.total] * bool(rest.count))
    return [rf"({names}{dots}) \cdot {slope}", rf"({values}) \times {factor(term.slope)}"]


def plain(program: Program, number: Number, term: Term) -> tuple[str, ...]:
    """A term as delta and slope; of what goes straight into the loss the slope alone."""
    slope = slope_symbol(program, number, term)
    if term.path.startswith("L"):
        return (slope,)
    return adjoint_symbol(program.layout, (term.path, term.index)), slope


def behind_is_shown(program: Program, term: Term) -> bool:
    """Whether the formula writes the later number as a product already, as it does with a delta."""
    return program.layout.slot(term.path).role == "pre_activation"


def aligned(left: str, lines: list[str]) -> str:
    """left = first line, and the others below it; what continues a sum begins with its plus."""
    signed = (line if line.startswith("+") else f"= {line}" for line in lines)
    right = r" \\[0.2em] &".join(signed)
    return rf"\begin{{aligned}} {left} &{right} \end{{aligned}}"


def plus(products: Iterable[str]) -> list[str]:
    """One product in a line, each but the first behind a plus."""
    first, *others = products
    return [first, *(f"+ {product}" for product in others)]


def over_examples(program: Program, derivation: Derivation) -> str:
    """Σ_n δ · a, where there is one term of the same form for every example; else nothing."""
    terms = [term for term in derivation.terms if not term.path.startswith("L")]
    examples = {term.example for term in terms}
    if derivation.example is not None or len(terms) < 2 or len(examples) < len(terms) or None in examples:
        return ""
    (_, *unit), number = terms[0].index, (derivation.path, derivation.index)
    delta = adjoint_symbol(program.layout, (terms[0].path, ("n", *unit)))
    other = other_factor(program, number, terms[0])
    pulls = "".join(f" + {slope_symbol(program, number, term)}" for term in derivation.terms if term not in terms)
    if other is None:
        return rf"\sum_n {delta}{pulls}" if all(term.slope == 1.0 for term in terms) else ""
    return rf"\sum_n {delta} \cdot {symbol(program.layout, (other[0], ('n', *other[1][1:])))}{pulls}"


def factors(program: Program, step: Step, number: Number, term: Term) -> Factors:
    """A product as (symbol, number) from the later number on; a delta that is a product itself is written as one."""
    slope = slope_symbol(program, number, term), term.slope
    if term.path.startswith("L"):
        return (slope,)
    inner = behind(program, step, term)
    if inner is None:
        return (adjoint_symbol(program.layout, (term.path, term.index)), term.adjoint), slope
    return (
        (adjoint_symbol(program.layout, (inner.path, inner.index)), inner.adjoint),
        (slope_symbol(program, (term.path, term.index), inner), inner.slope),
        slope,
    )


def behind(program: Program, step: Step, term: Term) -> Term | None:
    """The only term of a delta, where it is one: what the activation hands back."""
    if term.path.startswith("L") or program.layout.slot(term.path).role != "pre_activation":
        return None
    terms = explain(program, step, term.path, term.index).terms
    return terms[0] if len(terms) == 1 and not terms[0].path.startswith("L") else None
