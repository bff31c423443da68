"""Letters for what has a longer name; a notation adds its own."""

from __future__ import annotations

from collections.abc import Mapping

LETTERS: Mapping[str, str] = {
    "gamma": r"\gamma",
    "mean": r"\mu",
    "variance": "v",
    "rate": r"\hat\rho",
    "gates": "g",
    "before": "a",
    "mask": "m",
}


def letter(name: str, own: Mapping[str, str]) -> str:
    """How a quantity is written."""
    found = own.get(name, LETTERS.get(name, name))
    return found if len(found) == 1 or found.startswith("\\") else rf"\text{{{found}}}"
