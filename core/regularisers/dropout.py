"""Dropout: every step leaves some hidden units out, so that none can rely on a particular other."""

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

DROPOUT = RegulariserRule(
    label="dropout",
    symbol="p",
    amount=Real(0.0, 0.95),
    tex=r"a_j = \frac{m_j}{1 - p}\, f(z_j), \quad m_j \in \{0, 1\},\ P(m_j = 0) = p",
    source="Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, JMLR 15, 2014; scaled as in PyTorch",
    about="Each example of a step has a mask of its own over the hidden units; a unit that is left out has a delta of "
    "exactly 0. Evaluation uses all units.",
    stackable=True,
    amounts_may_differ=True,
)
