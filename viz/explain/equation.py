"""The chain rule of one number: in symbols, then with numbers, then what the terms are and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable

from core.explain import Derivation, explain
from core.explain.derivation import Rest
from core.program import Program
from core.step import Step
from viz.explain.factors import Factors, factors, is_delta, plain
from viz.explain.four import equation_at_hand
from viz.explain.notations import NOTATIONS
from viz.explain.numbers import added, factor, tex
from viz.explain.slopes import named_slope
from viz.explain.sums import over_all
from viz.explain.symbols import Writer

# How many terms are written out in a formula; all others are counted and added.
WRITTEN = 3
GOES_ON = ("+", r"\qquad")


def equation(program: Program, step: Step, derivation: Derivation, notation: str = "ours", part: str = "") -> str:
    """∂L/∂u = Σ …, line by line: each of the largest terms in symbols, then all of them with numbers.

    part: what a derivation is called that has only some of the terms.
    """
    writer = Writer(program, NOTATIONS[notation])
    number = derivation.path, derivation.index
    largest, rest = derivation.largest(WRITTEN)
    products = [factors(writer, step, number, term) for term in largest]
    lines = [line for line in in_symbols(writer, derivation, products) if line]
    if lines:
        lines[0] += named(writer, derivation)
    lines += spelt_out(writer, step, derivation) or at_the_loss(writer, step, derivation)
    if sum(map(len, products)) > 1:
        lines += [*plus(map(valued, products)), *more(rest)]
    if len(derivation.terms) > 1:
        lines.append(added([term.contribution for term in largest] + [rest.total] * bool(rest.count)))
    left = writer.adjoint(number)
    return aligned(part_of_it(left, part) if part else left, [*lines, tex(derivation.total)])


def part_of_it(symbol: str, name: str) -> str:
    """∂L/∂u with the name of a part of it behind a bar."""
    return rf"\left. {symbol} \right|_{{\text{{{name}}}}}"


def in_symbols(writer: Writer, derivation: Derivation, products: list[Factors]) -> list[str]:
    """The sum or product as a whole, then with every delta as a product; nothing of what is the loss alone."""
    largest, rest = derivation.largest(WRITTEN)
    number = derivation.path, derivation.index
    if all(term.path.startswith("L") and named_slope(writer.program, number, term) is None for term in largest):
        return []
    lines = [over_all(writer, derivation)]
    short = multiplied(plain(writer, number, largest[0])) if len(derivation.terms) == 1 else ""
    if short != multiplied(products[0]):
        lines.append(short)
    return [*lines, *plus(map(multiplied, products)), *more(rest)]


def named(writer: Writer, derivation: Derivation) -> str:
    """(BP4), where the notation has a name for what the formula says."""
    found = equation_at_hand(writer.program, derivation)
    name = writer.notation.equations[found].name if found else ""
    return rf" \qquad \text{{({name})}}" if name else ""


def spelt_out(writer: Writer, step: Step, derivation: Derivation) -> list[str]:
    """Of a delta: (Σ upstream deltas · weights) · slope, in symbols and with what the products are."""
    if len(derivation.terms) != 1 or derivation.terms[0].path.startswith("L"):
        return []
    (term,) = derivation.terms
    inner = explain(writer.program, step, term.path, term.index)
    largest, rest = inner.largest(WRITTEN)
    if len(inner.terms) < 2 or is_delta(writer.program, term):
        return []
    slope = writer.slope((derivation.path, derivation.index), term)
    names = " + ".join(multiplied(plain(writer, (inner.path, inner.index), one)) for one in largest)
    dots = "".join(f" {dots}" for dots in more(rest))
    values = added([one.contribution for one in largest] + [rest.total] * bool(rest.count))
    return [rf"({names}{dots}) \cdot {slope}", rf"({values}) \times {factor(term.slope)}"]


def at_the_loss(writer: Writer, step: Step, derivation: Derivation) -> list[str]:
    """Of what goes straight into the loss, how far it is from its target, with numbers."""
    if len(derivation.terms) != 1 or not derivation.terms[0].path.startswith("L"):
        return []
    named = named_slope(writer.program, (derivation.path, derivation.index), derivation.terms[0])
    return [named.in_numbers(step)] if named else []


def multiplied(product: Factors) -> str:
    """The symbols of a product."""
    return r" \cdot ".join(name for name, _ in product)


def valued(product: Factors) -> str:
    """The numbers of a product."""
    return r" \times ".join(factor(value) for _, value in product)


def more(rest: Rest) -> list[str]:
    """How many terms are not written out."""
    return [rf"+ \cdots \text{{ ({rest.count:,} more)}}"] if rest.count else []


def aligned(left: str, lines: list[str]) -> str:
    """left = first line, and the others below it; what goes on with a sum or product begins with its sign."""
    signed = (line if line.startswith(GOES_ON) else f"= {line}" for line in lines)
    right = r" \\[0.2em] &".join(signed)
    return rf"\begin{{aligned}} {left} &{right} \end{{aligned}}"


def plus(products: Iterable[str]) -> list[str]:
    """One product in a line, each but the first behind a plus."""
    first, *others = products
    return [first, *(f"+ {product}" for product in others)]
