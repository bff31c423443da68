"""How the gradient of one parameter, what is remembered of it and its updates went on in the last recorded steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.explain.derivation import Index
from core.explain.places import position_of
from core.history import History
from core.layout import Layout
from core.loss_curves import Steps
from core.ops.op import Array
from core.optimizers import OPTIMIZERS
from core.spec import Spec
from core.state import State


@dataclass(frozen=True, slots=True)
class Course:
    """One number per recorded step under each name: gradient, the fields of the memory, update, weight."""

    steps: Steps
    series: dict[str, Array]


def course(history: History, k: int, path: str, index: Index, most: int = 60) -> Course:
    """The last `most` recorded steps up to k that the same program computed, with step k itself."""
    program = history.program_at(k)
    layout, first = program.layout, max(era.first for era in history.eras if era.first <= max(k, history.eras[0].first))
    places = numbers_of(program.spec, layout, position_of(layout.slot(path), index))
    found = list(recorded(history, first, k, np.array(list(places.values()))))
    if not found or found[-1][0] != k:
        found.append((k, history.step(k).row[list(places.values())]))
    steps, rows = zip(*found[-most:], strict=True)
    table = np.stack(rows)
    return Course(np.array(steps), {name: table[:, place] for place, name in enumerate(places)})


def recorded(history: History, first: int, last: int, places: Array) -> Iterator[tuple[int, Array]]:
    """These numbers of every row in memory from `first` to `last`."""
    for chunk in history.chunks:
        inside = np.flatnonzero((chunk.steps >= first) & (chunk.steps <= last))
        yield from zip(chunk.steps[inside].tolist(), chunk.rows[np.ix_(inside, places)], strict=True)


def numbers_of(spec: Spec, layout: Layout, position: int) -> dict[str, int]:
    """Where in the row they lie."""
    blocks = layout.blocks
    start, stop = blocks["parameter"].start, blocks["parameter"].stop
    fields = OPTIMIZERS[spec.optimizer.name].fields_of(spec.optimizer.settings)
    memory = {field: blocks["memory"].start + k * (stop - start) for k, field in enumerate(fields)}
    first = {"gradient": blocks["gradient"].start, **memory, "update": blocks["update"].start, "weight": start}
    return {name: place + position - start for name, place in first.items()}


def state_before(history: History, k: int) -> State:
    """The state before step k: its own row has all of it where nothing is remembered; else from the row before, where
    that was recorded and nothing was changed by hand since; else by training.
    """
    layout, own, row = history.program_at(k).layout, history.recorded(k), history.recorded(k - 1)
    memory = layout.blocks["memory"]
    if own is not None and memory.start == memory.stop:
        return State(layout, k, own[layout.blocks["model"]])
    if row is None or any(era.first == k for era in history.eras):
        return history.state(k)
    return State(layout, k, None, row)
