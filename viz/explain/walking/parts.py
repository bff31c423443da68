"""Which part of the stage a number is: a node, an edge or a bias, by the names of the stage."""

from __future__ import annotations

import numpy as np

from core.explain.derivation import Index
from core.explain.places import is_batched
from core.explain.walk import Factor
from core.layout import Layout
from viz.explain.chosen import name_of
from viz.sketch.columns import Column, columns


def column_of(layout: Layout, path: str) -> Column | None:
    """The column that a variable belongs to."""
    name = path.split("/")[0]
    return next((column for column in columns(layout) if column.name == name), None)


def node_of(layout: Layout, path: str, index: Index) -> str:
    """The unit, channel or feature that a number belongs to, at whatever step, place or gate; "" for none."""
    column = column_of(layout, path)
    if column is None:
        return ""
    slot = layout.slot(path)
    shape, inner = (slot.shape[1:], index[1:]) if is_batched(slot) else (slot.shape, index)
    place = int(np.ravel_multi_index(inner, shape)) if shape else 0
    return f"{column.name}:{place // column.after % column.units}"


def weight_part(layout: Layout, layer: str, path: str, index: Index) -> str:
    """The edge or the bias of a weight; a tied weight is an edge of the layer that uses it, a masked one of its own."""
    slot, own = layout.slot(path), f"{layer}/W"
    if slot.role == "masked_weight":
        return name_of(f"{path.split('/')[0]}/W", index)
    is_tied = (own, "value") in layout and layout.slot(own).role == "tied"
    if is_tied and layout.slot(own).offset == slot.offset:
        return name_of(own, index[::-1])
    return name_of(path, index)


def target_of(layout: Layout, path: str, index: Index) -> str:
    """The node that a weight or a bias leads to."""
    column = column_of(layout, path)
    return "" if column is None or not index else f"{column.name}:{index[0] % column.units}"


def is_weight(layout: Layout, factor: Factor) -> bool:
    """Whether a factor is a weight or a bias."""
    known = factor.kind == "value" and (factor.path, "value") in layout
    return known and layout.slot(factor.path).role in ("weight", "tied", "masked_weight", "bias")
