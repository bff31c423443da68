"""The gates of a recurrent cell: stretches of rows beside each other, together and each by itself."""

from __future__ import annotations

from core.layers.built import Part, Variable
from core.layers.recurrent import Walk


def gate_rows(way: Walk, gates: str, suffix: str, role: str, stride: int) -> tuple[Part, ...]:
    """All gates together, then each by itself; gates: a letter for each, in the order of their rows."""
    units = way.layer.units
    each = (
        way.rows(gate + suffix, role, slice(place * units, (place + 1) * units), stride)
        for place, gate in enumerate(gates)
    )
    together = way.rows(f"gates{suffix}", role, slice(0, len(gates) * units), stride)
    return (*together, *(part for gate in each for part in gate))


def slopes(way: Walk, gates: str, others: str) -> tuple[Variable, ...]:
    """Slopes of the gates, then of each of the others; a letter for each."""
    units, count = way.layer.units, len(gates)
    parts = gate_rows(way, gates, "", "", count * units), *(way.rows(one, "", slice(0, units), units) for one in others)
    widths = (count * units, *(units for _ in others))
    return tuple(
        Variable("", "", 0, shape=(way.steps, wide), parts=tuple(part.slope for part in some))
        for wide, some in zip(widths, parts, strict=True)
    )
