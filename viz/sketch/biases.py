"""Where the one bias, or the one scale, of a node lies among the parameters."""

from __future__ import annotations

from core.layout import Layout
from viz.sketch.columns import columns


def unit_places(layout: Layout, role: str) -> dict[str, int]:
    """h1:1 → the number of its bias (or of its scale γ) within the block of parameters; of several biases, none."""
    start, name = layout.blocks["parameter"].start, {"bias": "b", "scale": "gamma"}[role]
    found = ((column, f"{column.name}/{name}") for column in columns(layout))
    slots = [(column, layout.slot(path)) for column, path in found if (path, "value") in layout]
    return {
        f"{column.name}:{unit}": int(slot.offset + unit * slot.strides[0] - start)
        for column, slot in slots
        for unit in range(column.units)
        if slot.shape == (column.units,)
    }


def is_biased(layout: Layout, node: str) -> bool:
    """Whether a node has a bias of its own: a gated unit has several, a pooled channel none."""
    return node in unit_places(layout, "bias")
