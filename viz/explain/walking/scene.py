"""A micro-step as the stage shows it: its edge, those before it, the sum so far, and nothing that is not computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.explain.walk import Case, MicroStep, Product, Walk
from viz.explain.parts import part_at
from viz.explain.walking.moment import moment
from viz.explain.walking.parts import WEIGHTS, is_weight, target_of, weight_part
from viz.explain.walking.words import note, tag_text

# So many of the products before it are lit a little; of a long sum the last ones.
BEFORE = 24


@dataclass(frozen=True, slots=True)
class Scene:
    """parts: lit, the last one brightest;  note: one line;  more: soft, tag and moment of docs/stage.md."""

    parts: tuple[str, ...]
    note: str
    more: dict[str, Any]


def scene(walk: Walk, case: Case, step: MicroStep | None) -> Scene:
    """What is lit at a micro-step; before the first one nothing, and nothing is computed."""
    if step is None:
        return Scene((), "Nothing is computed yet: only the data are there.", {"moment": moment(walk, case.layout, 0)})
    before = step.block.products(case, step.unit, range(max(0, step.done - 1 - BEFORE), step.done - 1))
    soft = [part for product in before for part in edges(case, step, product)]
    unit = unit_of(case, step)
    more: dict[str, Any] = {"soft": soft, "moment": moment(walk, case.layout, step.position)}
    if unit:
        more["tag"] = {"at": unit, "text": tag_text(case, step)}
    parts = [*nodes(case, step.product), unit, *edges(case, step, step.product)]
    return Scene(tuple(part for part in dict.fromkeys(parts) if part), note(case, step), more)


def unit_of(case: Case, step: MicroStep) -> str:
    """The node whose number is computed; for a weight the one that it leads to."""
    layout = case.layout
    if step.path.startswith("L"):
        return part_at(layout, "out/a", step.product.factors[1].index) if is_term(step.product) else ""
    if layout.slot(step.path).role in WEIGHTS:
        return target_of(layout, step.path, step.index)
    return part_at(layout, step.path, step.index)


def is_term(product: Product) -> bool:
    """Whether a product is what one output adds to the loss, at a step of a list of outputs."""
    return len(product.factors) == 2 and product.factors[1].path == "L/terms"


def nodes(case: Case, product: Product) -> list[str]:
    """The nodes that a product comes from."""
    known = [one for one in product.factors if (one.path, "value") in case.layout and not is_weight(case.layout, one)]
    return [part_at(case.layout, one.path, one.index) for one in known if not one.path.startswith("L")]


def edges(case: Case, step: MicroStep, product: Product) -> list[str]:
    """The edge of a product: the weight in it, or the weight whose gradient or update it is."""
    layout, layer = case.layout, step.block.layer
    found = [weight_part(layout, layer, one.path, one.index) for one in product.factors if is_weight(layout, one)]
    if layout.slot(step.path).role in WEIGHTS:
        return [weight_part(layout, layer, step.path, step.index)]
    return found
