"""Options: the numbers of a rule beside its learning rate, each with its default, its range and its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import SpecError, nearest
from core.ranges import Real, Whole, shown

Pairs = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One number of a rule; its name, in the table it stands in, is PyTorch's.  Whole(0, 1) is a switch."""

    default: float
    limit: Real | Whole
    label: str


Options = Mapping[str, Option]


def checked_options(field: str, rule: str, given: Any, known: Options) -> Pairs:
    """The given values in the order of the table; unknown names and values out of range are refused by name."""
    values = as_values(f"{field}.options", given)
    for name in values:
        if name not in known:
            there = nearest(name, known, 8) if known else "it has none"
            raise SpecError(f"{field}.options has {shown(name)}, which {rule} does not have: {there}.")
    return tuple(
        (name, option.limit.check(f"{field}.{name}", values[name])) for name, option in known.items() if name in values
    )


def as_values(field: str, given: Any) -> dict[str, Any]:
    """Pairs of names and values, or an object, as a dictionary."""
    if isinstance(given, Mapping):
        given = tuple(given.items())
    if not isinstance(given, (tuple, list)):
        raise SpecError(f"{field} is {shown(given)}: expected names and their values.")
    for pair in given:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2 or not isinstance(pair[0], str):
            raise SpecError(f"{field} has the entry {shown(pair)}: expected a name and its value.")
    return dict(given)


def with_defaults(given: Pairs, known: Options) -> dict[str, float]:
    """Every option with its value: the given one, or the default."""
    return {name: option.default for name, option in known.items()} | dict(given)
