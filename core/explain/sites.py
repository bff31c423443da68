"""Where a unit computes: at one place, or at many: pixels, steps of a sequence, gates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.explain.places import Index, index_of, position_of
from core.layers import BuiltLayer
from core.layout import Layout
from core.ops import Elementwise, Op
from core.ops.softmax import Softmax
from core.program import Program

GATES = "ifogrun"


@dataclass(frozen=True, slots=True)
class Site:
    """z → a at one place.  op: the activation;  place: the index of z and a behind that of the example;

    gate: its letter, "" where there is none;  time: the step of the sequence, from 1 on;  pixel: row and column.
    """

    op: Op
    place: Index
    gate: str = ""
    time: int | None = None
    pixel: Index = ()

    def z(self, example: int) -> tuple[str, Index]:
        """What goes in, for one example."""
        return self.op.inputs[0], (example, *self.place)

    def a(self, example: int) -> tuple[str, Index]:
        """What comes out."""
        return self.op.output, (example, *self.place)


def sites(program: Program, layer: str, unit: int) -> tuple[Site, ...]:
    """All places of a unit, in the order of time; none where a layer has no weighted sums, or no such unit."""
    built = next((one for one in program.network.layers if one.name == layer), None)
    if built is None:
        return ()
    return tuple(site for op in built.ops if acts(op, program.layout) for site in of(built, op, program.layout, unit))


def acts(op: Op, layout: Layout) -> bool:
    """Whether it is the activation of a weighted sum."""
    known = isinstance(op, Elementwise | Softmax)
    return known and layout.slot(op.inputs[0]).role in ("pre_activation", "sum")


def of(built: BuiltLayer, op: Op, layout: Layout, unit: int) -> Iterator[Site]:
    """The places of one activation: by the shape of what goes in."""
    shape = layout.slot(op.inputs[0]).shape[1:]
    units = built.shape[-1] if len(shape) < 3 else shape[0]
    if unit >= units:
        return
    if len(shape) == 3:
        yield from (Site(op, (unit, *pixel), pixel=pixel) for pixel in np.ndindex(*shape[1:]))
    elif len(shape) == 2:
        yield from (Site(op, (time, unit), time=time + 1) for time in range(shape[0]))
    else:
        time = next((int(part[2:]) for part in op.output.split("/") if part.startswith("t=")), None)
        rows = range(unit, shape[0], units)
        yield from (Site(op, (row,), gate_of(layout, op.output, (0, row)), time) for row in rows)


def gate_of(layout: Layout, path: str, index: Index) -> str:
    """The letter under which a number of a gated step is known as well; "" for any other number."""
    above, position = path.rpartition("/")[0], position_of(layout.slot(path), index)
    known = [letter for letter in GATES if "/t=" in path and (f"{above}/{letter}", "value") in layout]
    found = (letter for letter in known if index_of(layout.slot(f"{above}/{letter}"), position) is not None)
    return next(found, "")
