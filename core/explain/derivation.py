"""A derivation is data: a number u, its recorded adjoint, and the terms of the chain rule that add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite

Index = tuple[int, ...]


def added_up(values: list[float]) -> float:
    """The sum, rounded once; of an overflow what is left of it: an infinity, or not a number."""
    return fsum(values) if isfinite(sum(map(abs, values))) else float(sum(values))


@dataclass(frozen=True, slots=True)
class Term:
    """adjoint(k) · ∂k/∂u for one later number k, which lies at `path` and `index`.

    kind: of the operation that computes k from u, or the name of a penalty;
    example: the row of the batch that k belongs to, None where it belongs to all.
    """

    path: str
    index: Index
    example: int | None
    kind: str
    adjoint: float
    slope: float

    @property
    def contribution(self) -> float:
        """The product."""
        return self.adjoint * self.slope


@dataclass(frozen=True, slots=True)
class Rest:
    """Terms that are not listed one by one: how many, and what they add up to."""

    count: int
    total: float


@dataclass(frozen=True, slots=True)
class Derivation:
    """adjoint(u) = Σ adjoint(k) · ∂k/∂u.  value, adjoint: of u, as recorded; example: None for what all examples share.

    A term is there for every k whose formula has u in it, also where its slope happens to be 0.
    """

    path: str
    index: Index
    example: int | None
    value: float
    adjoint: float
    terms: tuple[Term, ...]

    @property
    def total(self) -> float:
        """What the terms add up to."""
        return added_up([term.contribution for term in self.terms])

    @property
    def error(self) -> float:
        """How far that is from the recorded adjoint, relative to the sizes of what was added."""
        size = max(abs(self.adjoint), added_up([abs(term.contribution) for term in self.terms]))
        return abs(self.total - self.adjoint) / size if size else 0.0

    def largest(self, count: int) -> tuple[tuple[Term, ...], Rest]:
        """The `count` terms that add most, the largest first, and all others as one.

        Where no more than one would be left, all of them in the order of the network: it takes the same room.
        """
        if len(self.terms) <= count + 1:
            return self.terms, Rest(0, 0.0)
        ordered = sorted(self.terms, key=lambda term: -abs(term.contribution))
        others = ordered[count:]
        return tuple(ordered[:count]), Rest(len(others), added_up([term.contribution for term in others]))

    def of_example(self, example: int) -> tuple[Term, ...]:
        """The terms that belong to one row of the batch."""
        return tuple(term for term in self.terms if term.example == example)
