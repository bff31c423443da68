"""The update: what is added to every parameter, after the gradients of all examples were put together."""

from __future__ import annotations

from dataclasses import dataclass

from core.explain.walk.block import Block, Case, Factor, Product


@dataclass(frozen=True, slots=True, eq=False)
class Updates(Block):
    """w + Δw, number by number."""

    def products(self, case: Case, unit: int, places: range) -> list[Product]:
        """The parameter as it was, the update, and the gradient that the optimizer read."""
        index, path = self.index(case, unit), self.slot.path
        gradient = Factor(path, index, "clipped", float(case.step.clipped(path)[index]))
        before = Factor(path, index, "value", float(case.step.parameter(path)[index]))
        change = Factor(path, index, "update", float(case.step.update(path)[index]))
        return [Product("update", before.value + change.value, (), (before, change, gradient)) for _ in places]

    def total(self, case: Case, unit: int) -> float:
        """With which the next step begins."""
        index = self.index(case, unit)
        return float(case.step.parameter(self.slot.path)[index] + case.step.update(self.slot.path)[index])
