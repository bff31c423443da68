"""The slope of every link, for many numbers and examples at once; by the operations' own forward-mode derivatives."""

from __future__ import annotations

import numpy as np

from core.explain.places import is_batched
from core.explain.routes.ways import Places, Way
from core.explain.slopes import read
from core.ops.op import Array
from core.step import Step

# So many numbers are held at once.
ROOM = 4_000_000


def slopes_of(way: Way, step: Step, rows: Places) -> Array:
    """∂end/∂start of every link, (links, rows); where no example has numbers of its own, the same in all rows."""
    with np.errstate(all="ignore"):  # A step that overflowed is recorded, and is explained as it is.
        if way.is_last:
            return into_loss(way, step, rows)
        if way.leaves and way.arrives:
            return within_examples(way, step, rows)
        return np.asarray(one_by_one(way, step, rows)[way.colours[way.seed], :, way.entry])


def into_loss(way: Way, step: Step, rows: Places) -> Array:
    """∂L/∂seed: the loss is a sum over examples, so each is looked at alone."""
    if not way.leaves:
        return np.repeat(into_loss_of(way, values_of(way, step, slice(None)))[:, None], len(rows), axis=1)
    each = (values_of(way, step, slice(row, row + 1)) for row in rows.tolist())
    return np.stack([into_loss_of(way, values) for values in each], axis=1)


def into_loss_of(way: Way, values: dict[str, Array]) -> Array:
    """How the loss changes with every seed."""
    tangent = np.zeros(values[way.path].shape)
    line = tangent.reshape(-1)
    found = np.empty(len(way.seeds))
    for place, seed in enumerate(way.seeds.tolist()):
        line[seed] = 1.0
        found[place] = way.op.jvp(values, {way.path: tangent})
        line[seed] = 0.0
    return found


def values_of(way: Way, step: Step, rows: slice | Places) -> dict[str, Array]:
    """What the derivative may look at: of these rows where there are examples, all of what they share."""
    slots = read(way.op, step.layout)
    return {slot.path: step.value(slot.path)[rows] if is_batched(slot) else step.value(slot.path) for slot in slots}


def within_examples(way: Way, step: Step, rows: Places) -> Array:
    """Examples do not meet, so all of them and all colours go at once, as many as there is room for."""
    colours = int(way.colours.max()) + 1
    size = colours * max(prod_of(slot.shape[1:]) for slot in (way.source, way.target))
    stretch = max(1, ROOM // size)
    parts = [some(way, step, rows[first : first + stretch], colours) for first in range(0, len(rows), stretch)]
    return np.concatenate(parts, axis=1)


def some(way: Way, step: Step, rows: Places, colours: int) -> Array:
    """The slopes of some rows: every colour has a copy of them."""
    own = {slot.path for slot in read(way.op, step.layout) if is_batched(slot)}
    values = {
        path: np.concatenate([value] * colours) if path in own else value
        for path, value in values_of(way, step, rows).items()
    }
    tangent = np.zeros((colours, len(rows), prod_of(way.source.shape[1:])))
    tangent[way.colours, :, way.seeds] = 1.0
    change = way.op.jvp(values, {way.path: tangent.reshape(values[way.path].shape)})
    return np.asarray(change.reshape(colours, len(rows), -1)[way.colours[way.seed], :, way.entry])


def one_by_one(way: Way, step: Step, rows: Places) -> Array:
    """All of the batch for each colour, and for each row where examples meet: (colours, rows, entries)."""
    return np.stack([along(way, step, rows, way.seeds[way.colours == c]) for c in range(int(way.colours.max()) + 1)])


def along(way: Way, step: Step, rows: Places, seeds: Places) -> Array:
    """How the output changes along some seeds, (rows, entries)."""
    values = values_of(way, step, slice(None))
    if way.leaves:
        return np.stack([change_of(way, values, seeds, row) for row in rows.tolist()])
    change = change_of(way, values, seeds, None)
    return change.reshape(way.target.shape[0], -1)[rows] if way.arrives else np.stack([change] * len(rows))


def change_of(way: Way, values: dict[str, Array], seeds: Places, row: int | None) -> Array:
    """How the output changes with some seeds, those of one row where every example has its own; as a line."""
    tangent = np.zeros(values[way.path].shape)
    flat = tangent.reshape(-1) if row is None else tangent[row].reshape(-1)
    flat[seeds] = 1.0
    return np.asarray(way.op.jvp(values, {way.path: tangent})).reshape(-1)


def prod_of(shape: tuple[int, ...]) -> int:
    """How many numbers."""
    return int(np.prod(shape, dtype=np.intp))
