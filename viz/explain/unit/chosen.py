"""From a selection to a unit: itself, or the one that an edge or a bias leads into."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.explain.sites import Site, sites
from core.program import Program
from viz.explain.gates import gate_of_row


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, or a channel; gate: the one that a weight of a gated unit leads into, "" for no particular one;

    places: all where it computes, none where the layer has no weighted sums.
    """

    layer: str
    number: int
    gate: str
    places: tuple[Site, ...]

    @property
    def name(self) -> str:
        """h1:2."""
        return f"{self.layer}:{self.number}"

    @property
    def gates(self) -> list[str]:
        """The letters of its gates, in the order of their rows."""
        return list(dict.fromkeys(site.gate for site in self.places if site.gate))


def unit_of(program: Program, selected: str) -> Unit | None:
    """None for the data, and for what is no part of a layer."""
    node, weight = re.fullmatch(r"(\w+):(\d+)", selected), re.fullmatch(r"(\w+)/(\w+)\[(\d+)[\d,]*\]", selected)
    found = node or weight
    if not found or found[1] not in program.spec.layer_names:
        return None
    layer = found[1]
    if node:
        return Unit(layer, int(node[2]), "", sites(program, layer, int(node[2])))
    gate, row = gate_of_row(program, (f"{layer}/{found[2]}", (int(found[3]),)))
    return Unit(layer, row, gate, sites(program, layer, row))
