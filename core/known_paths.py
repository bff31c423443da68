"""Which paths name a part of a network that can be selected."""

from __future__ import annotations

from core.program import Program


def known_path(program: Program, path: str) -> bool:
    """Whether an edge (h1/W[1,0]), a bias (h1/b[1]) or a unit (h1:1) is part of the network."""
    layer, colon, unit = path.partition(":")
    if colon:
        units = {"x": program.network.inputs} | {built.name: built.units for built in program.network.layers}
        return counts_below(unit, units.get(layer, 0))
    parameter, _, index = path.partition("[")
    shapes = {slot.path: slot.shape for slot in program.layout.parameters()}
    places = index.removesuffix("]").split(",")
    shape = shapes.get(parameter, ())
    return path.endswith("]") and len(places) == len(shape) > 0 and all(map(counts_below, places, shape))


def counts_below(text: str, size: int) -> bool:
    """Whether this is a whole number from 0 to size − 1, in plain digits."""
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(size))
    return plain and int(text) < size and text == str(int(text))
