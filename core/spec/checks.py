"""Small checks shared by the parts of a spec; each raises a sentence that names the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.errors import SpecError, nearest
from core.spec.limits import LIMITS, shown


def check_number(part: object, *fields: str, prefix: str = "") -> None:
    """Check the fields of a frozen part against LIMITS and store floats as floats."""
    for field in fields:
        checked = LIMITS[field].check(f"{prefix}{field}", getattr(part, field))
        object.__setattr__(part, field, checked)


def check_choice(field: str, value: object, known: Iterable[str]) -> None:
    """The value must be one of the names of a table."""
    names = list(known)
    if not isinstance(value, str) or value not in names:
        raise SpecError(
            f"{field} is {shown(value)}: expected one of {', '.join(names)} ({nearest(str(value), names, 2)})."
        )


def check_flag(field: str, value: object) -> None:
    """The value must be true or false."""
    if not isinstance(value, bool):
        raise SpecError(f"{field} is {shown(value)}: expected true or false.")


def frozen_numbers(field: str, value: Any, limit: str) -> tuple[Any, ...]:
    """Nested lists of numbers as nested tuples, each number checked against LIMITS[limit]."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise SpecError(f"{field} is {shown(value)}: expected a list of numbers.")
    return tuple(
        frozen_numbers(f"{field}[{i}]", item, limit)
        if isinstance(item, Sequence) and not isinstance(item, str)
        else LIMITS[limit].check(f"{field}[{i}]", item)
        for i, item in enumerate(value)
    )
