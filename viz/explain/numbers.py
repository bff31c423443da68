"""Numbers as they are read: nine decimals, or nine digits and a power of ten where they are very small or large."""

from __future__ import annotations

from math import isfinite

SMALL, LARGE = 1e-4, 1e6


def decimal(value: float) -> str:
    """0.000438568, −0.05, 1.5e-7."""
    text = f"{value:.9g}" if value and not SMALL <= abs(value) < LARGE else f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−", 1) if value < 0 else text


def tex(value: float) -> str:
    """The same for a formula; a power of ten is written as one."""
    if not isfinite(value):
        return rf"\text{{{value}}}"
    text, _, power = decimal(value).replace("−", "-").partition("e")
    return rf"{text} \cdot 10^{{{int(power)}}}" if power else text


def factor(value: float) -> str:
    """In a product; a negative number stands in brackets."""
    return f"({tex(value)})" if value < 0 else tex(value)


def added(values: list[float]) -> str:
    """a + b − c."""
    first, *others = values
    return tex(first) + "".join(f" {'-' if value < 0 else '+'} {tex(abs(value))}" for value in others)


def rough(value: float) -> str:
    """Three digits, for ratios and sizes in sentences."""
    text = f"{value:.3g}"
    return text.replace("-", "−", 1) if value < 0 else text
