"""Which shares get a bar of their own: the largest ones; the others are two bars, one in each direction."""

from __future__ import annotations

from dataclasses import dataclass

from core.explain import Share, TugOfWar
from core.explain.derivation import added_up
from core.regularisers import REGULARISERS

# So many names can be read beside each other on a phone.
MOST = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.  example: its place in the training examples, None where it is a penalty or several examples."""

    label: str
    amount: float
    example: int | None = None


def bars_of(tug: TugOfWar, places: list[int], by_size: bool, chosen: int | None = None) -> list[Bar]:
    """The bars from left to right: examples by size or in batch order, then all others together, then penalties.

    places: of every row of the batch, where it stands in the training examples;  chosen: a place that has a bar anyway.
    """
    examples = [share for share in tug.shares if share.row is not None]
    ordered = sorted(examples, key=lambda share: -abs(share.amount))
    largest = [share for at, share in enumerate(ordered) if at < MOST or is_at(share, places, chosen)]
    others = [share for share in ordered if share not in largest]
    if not by_size:
        largest = [share for share in examples if share in largest]
    penalties = [Bar(REGULARISERS[one.penalty].label, one.amount) for one in tug.shares if one.row is None]
    return [*(bar(share, places) for share in largest), *together(others), *penalties]


def is_at(share: Share, places: list[int], chosen: int | None) -> bool:
    """Whether it is the chosen example's."""
    return share.row is not None and places[share.row] == chosen


def bar(share: Share, places: list[int]) -> Bar:
    """One example, by its place."""
    assert share.row is not None
    return Bar(f"{places[share.row]}", share.amount, places[share.row])


def together(others: list[Share]) -> list[Bar]:
    """Those without a bar of their own, by direction; what is exactly 0 stands with those above."""
    above = [share.amount for share in others if share.amount >= 0.0]
    below = [share.amount for share in others if share.amount < 0.0]
    return [Bar(counted(len(part)), added_up(part)) for part in (above, below) if part]


def counted(others: int) -> str:
    """1 other, 7 others."""
    return f"{others:,} other{'' if others == 1 else 's'}"
