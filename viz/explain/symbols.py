"""How numbers are written in a notation: h1/z[3,0] is z with its layer, its example and its unit, δ is its adjoint."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from core.explain import Term
from core.explain.places import is_batched
from core.network import Network
from core.ops import OPS, Conv2d, Elementwise, InputSums, slope_path
from core.ops.pool2d import Pool2d
from core.program import Program
from viz.explain.chosen import Number
from viz.explain.gates import by_gate, gate_of_row
from viz.explain.notations import Notation, Part, Place, quotient
from viz.explain.slopes import Named, named_slope

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the numbers of a program in one notation."""

    program: Program
    notation: Notation

    def symbol(self, number: Number) -> str:
        """W_{0,1}^{h1}."""
        return self.notation.symbol(part_of(self.program, number))

    def adjoint(self, number: Number) -> str:
        """δ, or ∂L/∂…"""
        return self.notation.adjoint(part_of(self.program, number))

    def slope(self, number: Number, term: Term) -> str:
        """∂k/∂u: what it is called where it has a name, else as a quotient."""
        named = named_slope(self.program, number, term)
        if named is not None:
            return self.written(named)
        if term.path.startswith("L"):
            part = term.path.partition("/")[2].replace("_", r"\_")
            return rf"{quotient('', self.symbol(number))} {self.notation.cost}_{{\text{{{part or 'loss'}}}}}"
        if issubclass(OPS[term.kind], Elementwise):
            recorded = part_of(self.program, (slope_path(term.path), term.index))
            return self.notation.slope(part_of(self.program, number), recorded)
        return quotient(self.symbol((term.path, term.index)), self.symbol(number))

    def written(self, named: Named) -> str:
        """A named slope."""
        return named.written(*map(self.symbol, named.parts))


def part_of(program: Program, number: Number) -> Part:
    """A recorded number taken apart; of a gated layer as a number of the gate."""
    path, index = by_gate(program, number)
    slot = program.layout.slot(path)
    *above, last = path.split("/")
    times = [int(mark[2:]) for mark in above if mark.startswith("t=")]
    *inner, letter = last.split(":")
    layer = above[0] if above else ""
    if slot.role in ("weight", "bias"):
        gate, row = gate_of_row(program, (path, index))
        inner, index = [*inner, *gate], (row, *index[1:])
    example, time, places = among(program.network, path, index, is_batched(slot))
    return Part(
        *number,
        layer,
        numbered(program.network, layer),
        letter,
        tuple(inner),
        places,
        example,
        times[0] if times else time,
        program.batch == 1,
        letter == "z" and slot.role in ("pre_activation", "sum"),
    )


def numbered(network: Network, layer: str) -> int:
    """Which layer it is, from 1 on; the data are 0."""
    names = [one.name for one in network.layers]
    return names.index(layer) + 1 if layer else 0


def among(network: Network, path: str, index: Places, batched: bool) -> tuple[Place | None, Place | None, Places]:
    """The example and the time that an index begins with, where there are such, and what is left of it.

    What is recorded for all times together has them between example and unit, and so have the data of sequences; the
    pixels of images lie channel by channel, row by row, where a layer reads them so.
    """
    if not batched:
        return None, None, index
    example, places = index[0], index[1:]
    if path == "x" and is_read_in_shape(network):
        places = unravelled(places[0], network.shape)
    if len(places) != 2:
        return example, None, places
    return example, places[0] + (not path.endswith("/before")), places[1:]


def is_read_in_shape(network: Network) -> bool:
    """Whether the data are read as images or sequences, and not as a list of numbers."""
    reader = next(op for op in network.ops if "x" in op.inputs)
    return isinstance(reader, Conv2d | Pool2d | InputSums)


def unravelled(place: int, shape: Places) -> Places:
    """Channel, row and column of a number of an image; time and feature of one of a sequence."""
    found = []
    for axis in range(len(shape)):
        step, place = divmod(place, prod(shape[axis + 1 :]))
        found.append(step)
    return tuple(found)
