"""Small checks shared by the parts of a spec; each raises a sentence that names the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.errors import SpecError, nearest
from core.spec.limits import LIMITS, shown

# The kernels of a convolution have four axes; nothing has more.
DEEPEST = 4


def check_number(part: object, *fields: str, prefix: str = "") -> None:
    """Check the fields of a frozen part against LIMITS and store floats as floats."""
    for field in fields:
        checked = LIMITS[field].check(f"{prefix}{field}", getattr(part, field))
        object.__setattr__(part, field, checked)


def check_choice(field: str, value: object, known: Iterable[str]) -> None:
    """The value must be one of the names of a table."""
    names = list(known)
    given = value if isinstance(value, str) else ""
    if not isinstance(value, str) or value not in names:
        raise SpecError(f"{field} is {shown(value)}: expected one of {', '.join(names)} ({nearest(given, names, 2)}).")


def check_flag(field: str, value: object) -> None:
    """The value must be true or false."""
    if not isinstance(value, bool):
        raise SpecError(f"{field} is {shown(value)}: expected true or false.")


def check_kind(field: str, value: object, kind: type) -> None:
    """The value must be a part of this kind."""
    if not isinstance(value, kind):
        raise SpecError(f"{field} is {shown(value)}: expected {kind.__name__}(…).")


def frozen_list(field: str, value: object) -> tuple[Any, ...]:
    """A list or tuple as a tuple."""
    if not isinstance(value, (list, tuple)):
        raise SpecError(f"{field} is {shown(value)}: expected a list.")
    return tuple(value)


def frozen_numbers(field: str, value: Any, limit: str, deepest: int = DEEPEST) -> tuple[Any, ...]:
    """Nested lists of numbers as nested tuples, each number checked against LIMITS[limit]."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise SpecError(f"{field} is {shown(value)}: expected a list of numbers.")
    if deepest == 0:
        raise SpecError(f"{field} is {shown(value)}: expected a number, lists are at most {DEEPEST} deep.")
    return tuple(
        frozen_numbers(f"{field}[{i}]", item, limit, deepest - 1)
        if isinstance(item, Sequence) and not isinstance(item, str)
        else LIMITS[limit].check(f"{field}[{i}]", item)
        for i, item in enumerate(value)
    )


def check_even(field: str, numbers: tuple[Any, ...]) -> tuple[int, ...]:
    """The shape of nested tuples, whose rows must be equally long."""
    shapes = {check_even(field, item) if isinstance(item, tuple) else () for item in numbers}
    if len(shapes) > 1:
        raise SpecError(f"{field} has rows of different lengths: expected a table, every row equally long.")
    return len(numbers), *next(iter(shapes), ())
