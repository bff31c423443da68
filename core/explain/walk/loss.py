"""The loss: the terms of one example, what the others add, and what is added to the loss of the data."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from core.explain.derivation import added_up
from core.explain.walk.block import Block, Case, Factor, Product


@dataclass(frozen=True, slots=True, eq=False)
class Loss(Block):
    """L, which is one number of the whole batch."""

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """Factor × term for each output of the example; the other examples as one; penalties one by one."""
        own = outputs(case)
        return [term(case, place) if place < own else self.behind(case, place - own) for place in places]

    def behind(self, case: Case, place: int) -> Product:
        """What is no term of the example."""
        if case.program.batch > 1:
            if place == 0:
                return others(case)
            place -= 1
        path = f"L/{case.program.network.parts[place]}"
        value = float(case.step.value(path))
        return Product("part", value, (), (Factor(path, (), "value", value),))

    def total(self, case: Case, unit: int) -> float:
        """As recorded."""
        return case.step.loss


def outputs(case: Case) -> int:
    """How many terms an example has."""
    return prod(case.layout.slot("y").shape[1:])


def term(case: Case, place: int) -> Product:
    """The factor of the reduction times what one output adds, along a sequence at one of its steps."""
    terms, loss = case.step.value("L/terms"), case.program.loss_op
    index = (case.row, *(int(i) for i in np.unravel_index(place, terms.shape[1:])))
    left, right = Factor("", (), "slope", loss.factor), Factor("L/terms", index, "value", float(terms[index]))
    return Product(loss.kind, loss.factor * right.value, (left, right))


def others(case: Case) -> Product:
    """What the other examples of the batch add."""
    terms = case.step.value("L/terms")
    rest = [value for row, many in enumerate(terms) if row != case.row for value in many.ravel().tolist()]
    return Product("others", case.program.loss_op.factor * added_up(rest))
