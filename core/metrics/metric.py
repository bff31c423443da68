"""What a metric is: a number (or a table of numbers) that says how good the answers to some examples are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.metrics.answers import Answers, Kind
from core.ops.op import Array


@dataclass(frozen=True, slots=True)
class Metric:
    """kinds: the kinds of targets for which it means something;  measure: Answers → a number, 0-d, or a table.

    format: how the number is written; "" for a table.
    """

    label: str
    kinds: tuple[Kind, ...]
    measure: Callable[[Answers], Array]
    about: str
    format: str = ""
