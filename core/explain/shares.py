"""Tug of war: how much of a gradient is each example's doing, and how much of it they undo for each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.explain.derivation import Derivation, Index, Term, added_up
from core.explain.explain import explain
from core.program import Program
from core.step import Step


@dataclass(frozen=True, slots=True)
class Share:
    """What one example, or one penalty, adds to the gradient.

    row: of the batch, None for a penalty, which then has a name;  terms: how many products were added.
    """

    row: int | None
    penalty: str
    amount: float
    terms: int


@dataclass(frozen=True, slots=True)
class TugOfWar:
    """The gradient of a parameter as the sum of its shares: the examples in batch order, then the penalties."""

    path: str
    index: Index
    recorded: float
    shares: tuple[Share, ...]

    @property
    def net(self) -> float:
        """What is left: Σ shares."""
        return added_up([share.amount for share in self.shares])

    @property
    def total(self) -> float:
        """How much pulls at all: Σ |shares|."""
        return added_up([abs(share.amount) for share in self.shares])

    @property
    def cancellation(self) -> float:
        """1 − |net| / total: 0 where all pull one way, 1 where they cancel."""
        return 1.0 - abs(self.net) / self.total if self.total else 0.0

    @property
    def error(self) -> float:
        """How far the net is from the recorded gradient, relative to the sizes of what was added."""
        size = max(abs(self.recorded), self.total)
        return abs(self.net - self.recorded) / size if size else 0.0


def tug_of_war(program: Program, step: Step, path: str, index: Index) -> TugOfWar:
    """The shares of a parameter: over places and steps the terms of an example are added."""
    derivation = explain(program, step, path, index)
    found: dict[tuple[int | None, str], list[float]] = {(row, ""): [] for row in range(program.batch)}
    for term in apart(program, step, derivation):
        penalty = term.kind if term.example is None else ""
        found.setdefault((term.example, penalty), []).append(term.contribution)
    shares = (Share(*whose, added_up(terms), len(terms)) for whose, terms in found.items())
    return TugOfWar(path, index, derivation.adjoint, tuple(shares))


def apart(program: Program, step: Step, derivation: Derivation) -> Iterator[Term]:
    """The terms, each of one example; behind what all examples share, such as a masked weight, come their own."""
    for term in derivation.terms:
        if term.example is not None or term.path.startswith("L/"):
            yield term
            continue
        behind = explain(program, step, term.path, term.index)
        yield from (replace(one, slope=one.slope * term.slope) for one in apart(program, step, behind))
