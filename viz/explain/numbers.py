"""Numbers as they are read: nine decimals, or nine digits and a power of ten where they are very small or large."""

from __future__ import annotations

from math import isnan

SMALL, LARGE = 1e-4, 1e6
# What Python calls what is not finite, as the stage writes it.
NOT_FINITE = {"inf": "∞", "-inf": "−∞", "nan": "not a number"}


def decimal(value: float) -> str:
    """0.000438568, −0.05, 1.5e-7, 2e9."""
    text = f"{value:.9g}" if value and not SMALL <= abs(value) < LARGE else f"{value:.9f}".rstrip("0").rstrip(".")
    return typeset(text)


def tex(value: float) -> str:
    """The same for a formula; a power of ten is written as one."""
    if isnan(value):
        return rf"\text{{{NOT_FINITE['nan']}}}"
    text, _, power = decimal(value).replace("−", "-").replace("∞", r"\infty").partition("e")
    return rf"{text} \cdot 10^{{{int(power)}}}" if power else text


def factor(value: float) -> str:
    """In a product; a negative number stands in brackets."""
    return f"({tex(value)})" if value < 0 else tex(value)


def added(values: list[float]) -> str:
    """a + b − c."""
    first, *others = values
    return tex(first) + "".join(f" {'-' if value < 0 else '+'} {tex(abs(value))}" for value in others)


def rough(value: float, digits: int = 3) -> str:
    """So many digits, for ratios, sizes and errors."""
    return typeset(f"{value:.{digits}g}")


def typeset(text: str) -> str:
    """What Python writes with a real minus sign, no zero that is negative, and no padding in a power of ten."""
    if text in NOT_FINITE:
        return NOT_FINITE[text]
    number, _, power = text.partition("e")
    written = "0" if number == "-0" else number.replace("-", "−")
    return f"{written}e{int(power)}" if power else written
