"""From a recorded number to the part of the stage that stands for it, and to the edges between such parts."""

from __future__ import annotations

from math import prod

import numpy as np

from core.explain import Term
from core.explain.places import is_batched
from core.explain.routes import Hop
from core.layout import Layout
from core.program import Program
from core.spec.skips import link
from viz.explain.chosen import name_of
from viz.explain.gates import by_gate, rows_of
from viz.sketch.columns import Column, column_of, columns
from viz.sketch.families import families

Index = tuple[int, ...]


def part_at(layout: Layout, path: str, index: Index) -> str:
    """h1/W[1,0] for a weight and its mask, h1/b[1] for a bias, h1:1 for what belongs to a unit; "" for the rest."""
    slot, column = layout.slot(path), column_of(layout, path)
    if slot.role in ("weight", "tied", "bias"):
        return name_of(path, index)
    if slot.role == "masked_weight" or path.endswith("/W:mask"):
        return name_of(f"{path.split('/')[0]}/W", index)
    if column is None or not index:
        return ""
    inside = (slot.shape[1:], index[1:]) if is_batched(slot) else (slot.shape, index)
    return f"{column.name}:{unit_of(column, *inside)}"


def unit_of(column: Column, shape: Index, index: Index) -> int:
    """Which node of a column a number of one example belongs to; rows of gates belong to the unit that has them."""
    if prod(shape) == column.features:
        return int(np.ravel_multi_index(index, shape)) // column.after % column.units
    return index[0] if len(shape) == 3 else index[-1] % column.units


def time_at(layout: Layout, path: str, index: Index) -> int | None:
    """At which step of a sequence a number is, counted from 1; None where there are no steps."""
    slot, column = layout.slot(path), column_of(layout, path)
    marks = [int(part[2:]) for part in path.split("/") if part.startswith("t=")]
    if marks or not is_batched(slot):
        return marks[0] if marks else None
    if column is None:
        return None
    if path.endswith("/before"):
        return index[1]
    if len(slot.shape) == 3:
        return index[1] + 1
    if (f"{column.name}/before", "value") in layout:  # Only the last state is handed on.
        return layout.slot(f"{column.name}/before").shape[1]
    return index[1] // column.units + 1 if column.before > 1 else None


def place_at(program: Program, path: str, index: Index) -> str:
    """What a route says of a number: h1:1, in sequences h1:1 t=3, inside a gated unit h1:1 c t=3; "" where nothing."""
    layout, named = program.layout, by_gate(program, (path, index))[0]
    part, time, letter = part_at(layout, path, index), time_at(layout, path, index), named.rpartition("/")[2]
    if rows_of(program, path.split("/")[0]) and "/t=" in named and letter != "a":
        if ":" in letter or letter == "m":  # what goes into a gate, and tanh c: the gate and the state tell of them
            return ""
        part = f"{part} {letter}"
    return f"{part} t={time}" if part and time is not None else part


def edge_along(program: Program, hop: Hop) -> str:
    """The edge, or the skip link, that a hop goes along; "" where it stays within a unit, or where none is drawn."""
    layout = program.layout
    source, target = part_at(layout, hop.path, hop.index), later_part(layout, hop.term)
    start, _, unit = source.partition(":")
    end, _, row = target.partition(":")
    if not unit or not row:
        return ""
    if hop.term.kind == "add":
        return link((start, end)) if (start, end) in program.spec.skips else ""
    if start == end and hop.term.kind != "recur":
        return ""
    return edge_of_units(layout, (start, int(unit)), (end, int(row)))


def later_part(layout: Layout, term: Term) -> str:
    """The part of the number that a hop leads to."""
    return part_at(layout, term.path, term.index) if term.index else ""


def edge_of_units(layout: Layout, source: tuple[str, int], target: tuple[str, int]) -> str:
    """h2/W[1,0] from (h1, 0) to (h2, 1); "" where no weights lie between the layers."""
    names = [column.name for column in columns(layout)]
    wanted = names.index(source[0]), names.index(target[0])
    found = next((one for one in families(layout) if (one.source, one.target) == wanted), None)
    return "" if found is None else found.edge_path(target[1] * found.columns + source[1])


def lit_along(program: Program, hops: tuple[Hop, ...]) -> tuple[str, ...]:
    """The parts of a route in the order of the way, each once: where it begins, then edges and units to the output."""
    found = []
    for hop in hops:
        found += [part_at(program.layout, hop.path, hop.index), edge_along(program, hop)]
    return tuple(dict.fromkeys(part for part in found if part))
