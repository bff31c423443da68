"""The errors of the core are sentences for the person in front of the screen: what, where, expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# Longer names resemble nothing here, and a pasted text of megabytes must not be compared letter by letter.
LONGEST_NAME = 60


class BackflowError(ValueError):
    """Anything the core refuses; its text is a sentence that can be shown as it is."""


class SpecError(BackflowError):
    """A value of a spec that is not allowed; names the field, the value and the allowed range."""


class UnknownPathError(BackflowError, KeyError):
    """A path that names nothing here; the text names the nearest known ones."""

    def __str__(self) -> str:
        """KeyError would print the repr of the sentence; this prints the sentence."""
        return str(self.args[0])


class NonFiniteError(BackflowError, ArithmeticError):
    """Training produced an infinity or NaN; carries the step and the path where it was first seen."""

    def __init__(self, step: int, path: str, message: str) -> None:
        super().__init__(message)
        self.step = step
        self.path = path


def nearest(name: str, known: Iterable[str], most: int = 4) -> str:
    """A phrase that lists the known names nearest to `name`, or the first few when none is near."""
    names = list(known)
    close = get_close_matches(name[:LONGEST_NAME], names, n=most, cutoff=0.4)
    return ("the nearest known are " if close else "known are ") + ", ".join(close or names[:most])
