"""Lines of a formula in TeX: what it is about, then each in symbols, with the numbers of the step, and what comes out.

Optimizers have letters of their own, θ and g, in every notation; what these stand for is written in the chosen one.
"""

from __future__ import annotations

from core.explain import Update, Worked
from core.line import arrow, symbol
from viz.explain.numbers import tex
from viz.explain.symbols import Writer

# What a number may follow without brackets, even where it is negative.
OPEN = ("", "{", "(", ",", "|", "&", r"\,")


def in_lines(writer: Writer, found: Update) -> str:
    """All lines below each other, aligned at their signs."""
    rows = r" \\[0.9em] ".join(r" \\[0.1em] ".join(part) for part in (meant(writer, found), *map(rows_of, found.lines)))
    return rf"\begin{{aligned}} {rows} \end{{aligned}}"


def meant(writer: Writer, found: Update) -> list[str]:
    """θ = W, g = ∂L/∂W."""
    number, known = (found.path, found.index), found.known
    return [
        rf"{symbol('theta')} &= {writer.symbol(number)} = {tex(known['theta'])}",
        rf"{symbol('g')} &= {writer.adjoint(number)} = {tex(known['g'])}",
    ]


def rows_of(line: Worked) -> list[str]:
    """name ← symbols, = numbers, = value; what would be said twice is said once."""
    rights = list(dict.fromkeys((line.line.symbols(), with_numbers(line), tex(line.value))))
    first, *others = rights
    return [f"{symbol(line.line.name)} &{arrow(line.renews)} {first}", *(f"&= {right}" for right in others)]


def with_numbers(line: Worked) -> str:
    """The right side with what each symbol is at this step."""

    def write(name: str, before: str, behind: str) -> str:
        number = tex(line.given[name])
        raised = behind.startswith("^")
        negative = number.startswith("-") and (raised or (not before.endswith(OPEN[1:]) and before != OPEN[0]))
        return f"({number})" if negative or (raised and r"\cdot" in number) else number

    return line.line.written(write)
