"""Which part of the stage a weight is while a layer is walked that uses it: an edge or a bias, and where it leads."""

from __future__ import annotations

from core.explain.derivation import Index
from core.explain.walk import Factor
from core.layout import Layout
from viz.explain.chosen import name_of
from viz.explain.parts import part_at
from viz.sketch.columns import column_of

WEIGHTS = ("weight", "tied", "masked_weight", "bias")


def weight_part(layout: Layout, layer: str, path: str, index: Index) -> str:
    """The edge or the bias of a weight; a tied weight is an edge of the layer that uses it, a masked one of its own."""
    own = f"{layer}/W"
    is_tied = (own, "value") in layout and layout.slot(own).role == "tied"
    if is_tied and layout.slot(own).offset == layout.slot(path).offset:
        return name_of(own, index[::-1])
    return part_at(layout, path, index)


def target_of(layout: Layout, path: str, index: Index) -> str:
    """The node that a weight or a bias leads to."""
    column = column_of(layout, path)
    return "" if column is None or not index else f"{column.name}:{index[0] % column.units}"


def is_weight(layout: Layout, factor: Factor) -> bool:
    """Whether a factor is a weight or a bias."""
    known = factor.kind == "value" and (factor.path, "value") in layout
    return known and layout.slot(factor.path).role in WEIGHTS
