"""Lines of a formula worked out on the numbers of one step, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.line import Line, Numbers


@dataclass(frozen=True, slots=True)
class Worked:
    """given: what the line reads;  renews: whether it gives a known number a new value;  expected: what was recorded
    of it, None where nothing was;  size: beside which a difference is to be seen.
    """

    line: Line
    given: Numbers
    value: float
    renews: bool
    expected: float | None
    size: float

    @property
    def error(self) -> float:
        """How far the value is from what was recorded, relative to its size or to the sizes of what was added."""
        if self.expected is None or self.value == self.expected:
            return 0.0
        size = max(abs(self.expected), self.size)
        return abs(self.value - self.expected) / size if size else float("inf")


def work(
    lines: tuple[Line, ...], numbers: Mapping[str, float], expected: Numbers
) -> tuple[tuple[Worked, ...], dict[str, float]]:
    """Every line, and all numbers behind the last one.

    expected: what was recorded, by name; where several lines give a number its value, the last of them is meant.
    """
    known, found = dict(numbers), list[Worked]()
    last = {line.name: place for place, line in enumerate(lines)}
    for place, line in enumerate(lines):
        given = {name: known[name] for name in line.reads}
        size = line.size(known) if line.size else 0.0
        wanted = expected.get(line.name) if last[line.name] == place else None
        found.append(Worked(line, given, line.value(known), line.name in known, wanted, size))
        known[line.name] = found[-1].value
    return tuple(found), known
