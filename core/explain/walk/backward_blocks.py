"""Which adjoints and which shares of the gradients there are on the way back, and what each is a sum of."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.explain.places import is_batched
from core.explain.walk.backward import Adjoints, Shares
from core.explain.walk.block import Block, Places, places_in, positions, size_of
from core.explain.walk.extents import Extents, extents
from core.explain.walk.forward_blocks import Wired
from core.explain.walk.wiring import Rows, Uses, is_weight, uses_of
from core.layout import Layout, Slot
from core.program import Program


def backward_blocks(program: Program, wires: list[Wired]) -> list[Block]:
    """For each operation in reverse: shares of the gradients, then adjoints, of what no earlier operation uses.

    Collected from the first operation on, and turned around.
    """
    layout, seen, found = program.layout, np.zeros(program.layout.size, bool), list[Block]()
    uses = [uses_of(wire.op, layout, path) for wire in wires for path in handed(wire, layout)]
    rows, use_extents = [one for wire in wires for one in wire.rows], extents(layout, uses, lambda one: one.path)
    for wire in wires:
        inputs = [*dict.fromkeys(wire.op.inputs)]
        for path in (*inputs[:1], *reversed(inputs[1:])):
            if (path, "adjoint") in layout:
                places = positions(layout.slot(path, "adjoint"))
                order = np.nonzero(~seen[places])[0][::-1]
                seen[places] = True
                found.append(backward_block(program, wire.layer, layout.slot(path), order, rows, use_extents))
    return found[::-1]


def handed(wire: Wired, layout: Layout) -> list[str]:
    """The inputs to which an operation hands adjoints on, weights of weighted sums left out."""
    own = [one.path for one in wire.rows if is_weight(layout.slot(one.path))]
    known = [path for path in dict.fromkeys(wire.op.inputs) if (path, "adjoint") in layout]
    return [path for path in known if path not in own and path not in wire.op.held_back]


def backward_block(
    program: Program, layer: str, slot: Slot, order: Places, rows: list[Rows], uses: Extents[Uses]
) -> Block:
    """Shares of weights, adjoints of everything else."""
    if is_weight(slot):
        return shares(program.layout, layer, slot, order, rows, uses)
    return adjoints(program, layer, slot, order, uses)


def shares(layout: Layout, layer: str, slot: Slot, order: Places, rows: list[Rows], uses: Extents[Uses]) -> Shares:
    """What an example adds to the gradients of weights, in sums and through masks."""
    pieces = tuple((one, outputs_by_row(one)) for one in rows if is_same(layout.slot(one.path), slot))
    counts = np.zeros(size_of(slot), int)
    for one, outputs in pieces:
        counts[one.entries] += np.array([len(many) for many in outputs])[:, None]
    masked = list[tuple[Uses, Shares]]()
    same = (use for use in uses.near(positions(slot)) if is_same(layout.slot(use.path), slot))
    for use in (use for use in same if len(use.targets)):
        behind = layout.slot(use.op.output)
        counts += np.diff(use.starts)
        masked.append((use, shares(layout, layer, behind, np.arange(size_of(behind)), rows, uses)))
    return Shares("backward", layer, slot, order, np.maximum(counts[order], 1), pieces, tuple(masked))


def adjoints(program: Program, layer: str, slot: Slot, order: Places, uses: Extents[Uses]) -> Adjoints:
    """Adjoints of these numbers, through all operations that use them."""
    layout, own = program.layout, positions(slot)[order]
    found = [(one, places_in(layout.slot(one.path), own)) for one in uses.near(own)]
    found = [(one, inputs) for one, inputs in found if (inputs >= 0).any()]
    counts = sum((terms(program, one, inputs) for one, inputs in found), np.zeros(len(order), int))
    return Adjoints("backward", layer, slot, order, np.maximum(counts, 1), tuple(found))


def is_same(one: Slot, other: Slot) -> bool:
    """Whether two names are of the same weights."""
    return (one.offset, one.shape) == (other.offset, other.shape)


def terms(program: Program, uses: Uses, inputs: Places) -> Places:
    """How many products each number has through one operation."""
    layout, counts = program.layout, np.diff(uses.starts)
    shared = not is_batched(layout.slot(uses.path)) and is_batched(layout.slot(uses.op.output))
    return np.where(inputs >= 0, counts[np.maximum(inputs, 0)] * (program.batch if shared else 1), 0)


def outputs_by_row(rows: Rows) -> tuple[Places, ...]:
    """The outputs that take the weights of each row."""
    order = np.argsort(rows.rows, kind="stable")
    ends = np.searchsorted(rows.rows[order], np.arange(len(rows.entries) + 1))
    return tuple(order[first:last] for first, last in pairwise(ends.tolist()))
