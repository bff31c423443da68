"""From a recorded number to the terms of its adjoint; derived from the operations and the row, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.explain.derivation import Derivation, Index, Term
from core.explain.places import example_of, index_of, position_of
from core.explain.slopes import local_slopes
from core.layout import Layout
from core.ops import Op
from core.program import Program
from core.step import Step


def explain(program: Program, step: Step, path: str, index: Index) -> Derivation:
    """Where ∂L/∂path[index] comes from, at a recorded step; an unknown path is answered with the nearest known ones."""
    slot = program.layout.slot(path, "adjoint")
    own = program.layout.slot(path)
    position = position_of(own, index)
    penalised = own.role in ("weight", "tied")
    return Derivation(
        path,
        index,
        example_of(own, index),
        float(step.value(path)[index]),
        float(slot.view(step.row)[index]),
        (*terms_of(program, step, position), *(pulls(program, step, position) if penalised else ())),
    )


def terms_of(program: Program, step: Step, position: int) -> Iterator[Term]:
    """One term for every later number that is computed from the one at this position of the row."""
    layout = program.layout
    for op in program.network.ops:
        for path in dict.fromkeys(op.inputs):
            index = index_of(layout.slot(path), position)
            if index is not None and path not in op.held_back and not is_name_only(op, layout):
                yield from terms_through(op, step, path, index)


def is_name_only(op: Op, layout: Layout) -> bool:
    """Whether the output is the input under another name, which shares its adjoint."""
    return bool(op.inputs) and layout.slot(op.output).offset == layout.slot(op.inputs[0]).offset


def terms_through(op: Op, step: Step, path: str, index: Index) -> Iterator[Term]:
    """The terms through one operation."""
    slopes, used, first = local_slopes(op, step, path, index)
    output = step.layout.slot(op.output)
    if output.role == "loss":  # L is the sum of its parts.
        yield Term(op.output, (), example_of(step.layout.slot(path), index), op.kind, 1.0, float(slopes))
        return
    adjoint = step.adjoint(op.output)
    for place in np.argwhere(used).tolist():
        at = (place[0] + first, *place[1:])
        yield Term(op.output, at, example_of(output, at), op.kind, float(adjoint[at]), float(slopes[tuple(place)]))


def pulls(program: Program, step: Step, position: int) -> Iterator[Term]:
    """A term for every penalty: what it adds to the gradient of the weight at this position is recorded."""
    blocks = program.layout.blocks
    place = position - blocks["parameter"].start
    for name, _ in program.network.penalties:
        yield Term(f"L/{name}", (), None, name, 1.0, float(step.row[blocks[f"pull:{name}"].start + place]))
