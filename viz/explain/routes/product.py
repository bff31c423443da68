"""The product of one route in TeX: from the loss back along the route, in symbols and then with numbers."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from core.explain.routes import Ledger, Route
from core.program import Program
from viz.explain.equation import aligned, part_of_it
from viz.explain.notations import NOTATIONS
from viz.explain.numbers import added, factor, tex
from viz.explain.symbols import Writer

# At most so many factors stand in a line, and of longer products only so many at each end.
ABREAST, ENDS = 5, 6


def route_equation(program: Program, ledger: Ledger, route: Route, rank: int, notation: str = "ours") -> str:
    """What the route carries: its largest product, and the others that were added to it."""
    writer = Writer(program, NOTATIONS[notation])
    back = list(reversed(route.hops))
    symbols = [writer.slope((hop.path, hop.index), hop.term) for hop in back]
    numbers = [factor(hop.term.slope) for hop in back]
    lines = [*broken(symbols, r" \cdot "), *broken(numbers, r" \times ")]
    others = route.products - 1
    if others:
        lines[-1] += rf" + \cdots \text{{ ({others:,} more)}}"
        lines.append(added([route.product, route.contribution - route.product]))
    left = part_of_it(writer.adjoint((ledger.path, ledger.index)), f"route {rank}")
    return aligned(left, [*lines, tex(route.contribution)])


def broken(product: list[str], times: str) -> list[str]:
    """A product over several lines, the middle of a long one left out and counted."""
    if len(product) > 2 * ENDS + 1:
        left_out = rf"\cdots \text{{ ({len(product) - 2 * ENDS} more)}} \cdots"
        product = [*product[:ENDS], left_out, *product[-ENDS:]]
    rows = ceil(len(product) / ABREAST)
    bounds = [place * len(product) // rows for place in range(rows + 1)]
    first, *others = [times.join(product[start:end]) for start, end in pairwise(bounds)]
    return [first, *(rf"\qquad {times} {line}" for line in others)]
