"""What one example adds to the gradient of a number that all examples share."""

from __future__ import annotations

from dataclasses import replace

from core.explain import Derivation, Term
from core.explain.derivation import added_up
from viz.explain.numbers import decimal


def share_of(found: Derivation, row: int) -> Derivation | None:
    """The part of a derivation that belongs to one row of the batch; None where no term belongs to it alone.

    Its adjoint is the share: what its terms add up to.
    """
    own = found.of_example(row)
    return replace(found, example=row, adjoint=total(own), terms=own) if own else None


def total(terms: tuple[Term, ...]) -> float:
    """What terms add up to."""
    return added_up([term.contribution for term in terms])


def share_table(found: Derivation, share: Derivation, name: str) -> str:
    """The share, all others together, what belongs to no example, and the sum beside what was recorded."""
    others = tuple(term for term in found.terms if term.example not in (None, share.example))
    common = tuple(term for term in found.terms if term.example is None)
    count = len({term.example for term in others})
    rows = [(f"**share of {name}**", f"**{decimal(share.adjoint)}**")]
    rows += [(f"the other {count:,} example{'' if count == 1 else 's'}", decimal(total(others)))] * bool(others)
    rows += [("what belongs to no single example", decimal(total(common)))] * bool(common)
    rows += [("sum over the batch", decimal(found.total)), ("recorded gradient", decimal(found.adjoint))]
    return "| whose | gradient |\n| --- | ---: |\n" + "\n".join(f"| {label} | {value} |" for label, value in rows)
