"""Lines of a formula in TeX: each in symbols, then with the numbers of the step, then what comes out."""

from __future__ import annotations

from core.explain import Worked
from core.line import arrow, symbol
from viz.explain.numbers import tex

# What a number may follow without brackets, even where it is negative.
OPEN = ("", "{", "(", ",", "|", "&", r"\,")


def in_lines(lines: tuple[Worked, ...]) -> str:
    """All lines below each other, aligned at their signs."""
    rows = r" \\[0.9em] ".join(r" \\[0.1em] ".join(rows_of(line)) for line in lines)
    return rf"\begin{{aligned}} {rows} \end{{aligned}}"


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
