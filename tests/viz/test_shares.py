"""Holds the shares of examples: together, and with what belongs to none of them, they are the recorded gradient."""

from math import fsum

import pytest

from core import RECIPES, Spec
from core import session as sessions
from core.explain import Derivation, explain
from core.session import Session
from core.spec import adjust
from viz.explain import equation, number_of, share_of, share_table
from viz.explain.shares import total


def explained(session: Session, path: str) -> Derivation:
    shape = session.program.layout.slot(path).shape
    return explain(session.program, session.step, path, tuple(0 for _ in shape))


def weights_of(session: Session) -> list[str]:
    return [slot.path for slot in session.program.layout.parameters()]


@pytest.mark.parametrize("name", RECIPES)
def test_the_shares_are_the_gradient(name: str) -> None:
    session = sessions.begin(RECIPES[name])
    for path in weights_of(session):
        found = explained(session, path)
        shares = [share_of(found, row) for row in range(session.program.batch)]
        common = total(tuple(term for term in found.terms if term.example is None))
        added = fsum([*(share.adjoint for share in shares if share), common])
        size = max(1e-300, fsum(abs(term.contribution) for term in found.terms))
        assert abs(added - found.adjoint) <= 1e-12 * size, path


@pytest.mark.parametrize("name", RECIPES)
def test_every_share_has_a_formula_and_a_table(name: str) -> None:
    session = sessions.begin(RECIPES[name])
    for path in weights_of(session):
        found = explained(session, path)
        share = share_of(found, session.program.batch - 1)
        assert share is not None, path
        formula = equation(session.program, session.step, share, part="example 3")
        assert formula.count(r"\right|_{\text{example 3}} &") == 1
        assert "**share of example 3**" in share_table(found, share, "example 3")


def test_a_penalty_belongs_to_no_example() -> None:
    spec = adjust.with_regulariser(RECIPES["moons"], "l2", 0.1)
    session = sessions.begin(spec)
    found = explained(session, "h1/W")
    share = share_of(found, 2)
    assert all(term.example == 2 for term in share.terms)
    assert "| what belongs to no single example |" in share_table(found, share, "example 3")


def test_what_acts_through_one_shared_number_has_no_shares() -> None:
    """With dropconnect a weight acts through the masked weight, and that one has them."""
    spec: Spec = adjust.with_regulariser(RECIPES["moons"], "dropconnect", 0.5)
    session = sessions.begin(spec)
    found = explained(session, "h1/W")
    assert share_of(found, 2) is None
    (term,) = found.terms
    assert number_of(session.program.layout, f"{term.path}[0,0]") is not None
    assert share_of(explained(session, term.path), 2) is not None


def test_the_others_are_counted() -> None:
    session = sessions.begin(RECIPES["xor"])
    found = explained(session, "h1/W")
    assert "the other 3 examples" in share_table(found, share_of(found, 0), "example 0")
