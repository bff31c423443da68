"""Which numbers the operations compute on the way forward, and what each is a sum of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explain.places import is_batched
from core.explain.walk.block import Block, Places, places_in, positions, size_of
from core.explain.walk.extents import extents
from core.explain.walk.forward import Applied, Sums
from core.explain.walk.wiring import Rows, is_weight, rows_of
from core.layout import Layout, Slot
from core.ops import Op
from core.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Wired:
    """An operation, the layer it belongs to, and the weights that it multiplies, or what it adds to a number."""

    op: Op
    layer: str
    rows: tuple[Rows, ...]

    def writes(self, layout: Layout) -> NDArray[np.bool_]:
        """Which outputs it computes: those that take weights; without weights all."""
        count = size_of(layout.slot(self.op.output))
        return np.any([one.rows >= 0 for one in self.rows], axis=0) if self.rows else np.ones(count, bool)


def wired(program: Program, ops: list[Op]) -> list[Wired]:
    """Every operation with what it multiplies; one that finds numbers where it writes adds to them."""
    layout, written, found = program.layout, np.zeros(program.layout.size, bool), list[Wired]()
    for op in ops:
        place = positions(layout.slot(op.output))
        found.append(Wired(op, layer_of(program, op), tuple(multiplied(op, layout, bool(written[place].any())))))
        written[place] = True
    return found


def multiplied(op: Op, layout: Layout, adds: bool) -> Iterator[Rows]:
    """The inputs in which it is linear, and of which it takes one row for each output."""
    if is_batched(layout.slot(op.output)):
        paths = [path for path in dict.fromkeys(op.inputs) if is_weight(layout.slot(path))]
        for path in paths or op.inputs[: int(adds)]:
            yield rows_of(op, layout, path)


def layer_of(program: Program, op: Op) -> str:
    """The layer that an operation belongs to; the loss counts to the last one."""
    return next((layer.name for layer in program.network.layers if op in layer.ops), program.network.layers[-1].name)


def forward_blocks(layout: Layout, wires: list[Wired]) -> Iterator[Block]:
    """A block for each operation: the numbers that no later one adds to."""
    last = last_writers(layout, wires)
    for place, wire in enumerate(wires):
        output = layout.slot(wire.op.output)
        if output.role == "loss":
            continue
        order = np.nonzero((last[positions(output)] == place) & wire.writes(layout))[0]
        if wire.rows:
            yield sums(wire.layer, output, order, wires[: place + 1], layout)
        else:
            yield applied(wire, output, order)
    yield from joint(layout, wires)


def joint(layout: Layout, wires: list[Wired]) -> Iterator[Block]:
    """The last activation, where the loss computes it on its way."""
    slot = layout.slot(wires[-1].op.inputs[0])
    if not any(layout.slot(wire.op.output).offset == slot.offset for wire in wires[:-1]):
        yield applied(wires[-1], slot, np.arange(size_of(slot)))


def applied(wire: Wired, slot: Slot, order: Places) -> Applied:
    """Numbers that an operation gives in one go."""
    return Applied("forward", wire.layer, slot, order, np.ones(len(order), int), wire.op)


def last_writers(layout: Layout, wires: list[Wired]) -> Places:
    """Which operation, by its place, was the last to write each number of the row; −1 for none."""
    last = np.full(layout.size, -1)
    for place, wire in enumerate(wires):
        last[positions(layout.slot(wire.op.output))[wire.writes(layout)]] = place
    return last


def sums(layer: str, slot: Slot, order: Places, wires: list[Wired], layout: Layout) -> Sums:
    """Weighted sums, with what all operations up to the last of these add to them."""
    pieces, counts = [], np.zeros(len(order), int)
    wanted, all_rows = positions(slot)[order], [one for wire in wires for one in wire.rows]
    for one in extents(layout, all_rows, lambda one: one.op.output).near(wanted):
        outputs = places_in(layout.slot(one.op.output), wanted)
        outputs = np.where(one.rows[np.maximum(outputs, 0)] >= 0, outputs, -1)
        if (outputs >= 0).any():
            pieces.append((one, outputs))
            counts += np.where(outputs >= 0, one.entries.shape[1], 0)
    return Sums("forward", layer, slot, order, np.maximum(counts, 1), tuple(pieces))
