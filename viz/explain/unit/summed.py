"""A weighted sum with its numbers: as a formula, as a table, and whether it is what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from core.explain.derivation import added_up
from core.explain.summands import Summand, WeightedSum
from viz.explain.chosen import name_of
from viz.explain.equation import WRITTEN, aligned, plus
from viz.explain.numbers import added, decimal, factor
from viz.explain.sentences import LINES
from viz.explain.symbols import Writer
from viz.explain.verdicts import apart, verdict

ONE_LINE = 64  # signs of TeX; more would not fit beside the symbol in a card


def sum_formula(writer: Writer, found: WeightedSum) -> str:
    """z = w · x + … + b: in symbols, with numbers, added up."""
    largest, rest = found.largest(WRITTEN)
    written, dots = (*largest, *found.biases), [rf"\cdots \text{{ ({len(rest):,} more)}}"] * bool(rest)
    products = [one.product for one in largest] + [total(rest)] * bool(rest)
    lines = [
        " + ".join([*(in_symbols(writer, one) for one in largest), *dots, *biases(writer, found)]),
        *in_lines([*(in_numbers(one) for one in largest), *dots, *map(in_numbers, found.biases)]),
        added(products + [one.product for one in found.biases]) if len(written) + len(dots) > 1 else "",
        added([found.total]),
    ]
    return aligned(writer.symbol(found.number), [line for line in lines if line])


def in_lines(products: list[str]) -> list[str]:
    """In one line where there is room for all, else a line for each."""
    together = " + ".join(products)
    return [together] if len(together) <= ONE_LINE else plus(products)


def biases(writer: Writer, found: WeightedSum) -> list[str]:
    """Their symbols."""
    return [writer.symbol(one.weight) for one in found.biases]


def in_symbols(writer: Writer, one: Summand) -> str:
    """w · x."""
    assert one.input is not None
    return rf"{writer.symbol(one.weight)} \cdot {writer.symbol(one.input)}"


def in_numbers(one: Summand) -> str:
    """0.15 × 0.05, or the bias."""
    weight = factor(one.weight_value)
    return weight if one.input is None else rf"{weight} \times {factor(one.input_value)}"


def total(summands: Sequence[Summand]) -> float:
    """What they add up to."""
    return added_up([one.product for one in summands])


def sum_table(found: WeightedSum, lines: int = LINES) -> str:
    """A line per product, the largest first; one for the rest, the biases, the sum, and what was recorded."""
    largest, rest = found.largest(lines)
    rows = [["weight", "its value", "input", "× its value", "= product"], ["---", "---:", "---", "---:", "---:"]]
    for one in largest:
        given = f"`{name_of(*one.input)}`" if one.input else ""
        rows.append([f"`{name_of(*one.weight)}`", decimal(one.weight_value), given, decimal(one.input_value)])
        rows[-1].append(decimal(one.product))
    if rest:
        rows.append([f"{len(rest):,} more", "", "", "", decimal(total(rest))])
    rows += [[f"`{name_of(*one.weight)}`", decimal(one.weight_value), "", "", decimal(one.product)]
             for one in found.biases]  # fmt: skip
    rows.append(["**sum**", "", "", "", f"**{decimal(found.total)}**"])
    rows.append(["**recorded**", "", "", "", f"**{decimal(found.recorded)}**"])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def sum_agreement(found: WeightedSum) -> str:
    """Whether the products add up to what was recorded."""
    size = max(abs(found.recorded), added_up([abs(one.product) for one in found.summands]))
    error = abs(found.total - found.recorded) / size if size else 0.0
    return f"The sum is {verdict(error)} the recorded `{name_of(*found.number)}`: {apart(error)}."
