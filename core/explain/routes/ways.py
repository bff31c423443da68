"""Which later numbers a number reaches, operation by operation: known from the network alone, whatever the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.explain.explain import is_name_only
from core.explain.places import is_batched
from core.explain.slopes import read
from core.layout import Layout, Slot
from core.network import Network
from core.ops import Op
from core.ops.op import Array

Places = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """All links through one operation from what has been reached of one of its inputs.

    seeds: which entries of the input were reached, counted within an example where there is one for each;  colours: of
    every seed; seeds of one colour reach no number in common, so one derivative along all of them tells them apart.
    Of every link: seed, the number of its seed;  entry, which entry of the output it leads to;  start and end, the
    positions in the row, at the first example.
    """

    op: Op
    path: str
    source: Slot
    target: Slot
    seeds: Places
    colours: Places
    seed: Places
    entry: Places
    start: Places
    end: Places

    @property
    def leaves(self) -> bool:
        """Whether every example has numbers of its own at the start."""
        return is_batched(self.source)

    @property
    def arrives(self) -> bool:
        """Whether every example has numbers of its own at the end."""
        return is_batched(self.target)

    @property
    def is_last(self) -> bool:
        """Whether it ends in the loss."""
        return self.target.role == "loss"

    @property
    def joins(self) -> bool:
        """Whether examples meet at its end, as in the mean over a batch."""
        return self.leaves and not self.arrives and not self.is_last


def ways(network: Network, layout: Layout, origin: int) -> Iterator[Way]:
    """From a position of the row (at the first example) forward through all operations."""
    reached = np.zeros(layout.size, dtype=bool)
    reached[origin] = True
    for op in network.ops:
        for path in dict.fromkeys(op.inputs):
            if path in op.held_back or is_name_only(op, layout):
                continue
            places = first_places(layout.slot(path))
            seeds = np.flatnonzero(reached[places])
            if len(seeds):
                way = way_through(op, layout, path, seeds, places[seeds])
                reached[way.end] = True
                yield way


def first_places(slot: Slot) -> Places:
    """The positions of all entries, of one example where there are several."""
    places = slot.places()
    return np.asarray((places[0] if is_batched(slot) else places).ravel())


def way_through(op: Op, layout: Layout, path: str, seeds: Places, starts: Places) -> Way:
    """The links from these seeds."""
    source, target = layout.slot(path), layout.slot(op.output)
    found = reach(op, layout, source, target, seeds)
    seed, entry = np.nonzero(found)
    return Way(op, path, source, target, seeds, painted(found), seed, entry, starts[seed], first_places(target)[entry])


def reach(op: Op, layout: Layout, source: Slot, target: Slot, seeds: Places) -> Mask:
    """Which entries of the output depend on which seed, (seeds, entries).

    Seen at a point where no number is 0 and no two are equal, and where the seed is the largest of all: there no slope
    vanishes by chance, and no other number is the maximum.
    """
    if target.role == "loss":
        return np.ones((len(seeds), 1), dtype=bool)
    if is_batched(source) and is_batched(target):  # Examples do not meet: every seed gets one of its own.
        return changed(op, layout, source, list(enumerate(seeds.tolist())), len(seeds)).reshape(len(seeds), -1)
    found = [changed(op, layout, source, [(0, seed)], 2) for seed in seeds.tolist()]
    return np.stack([one[0].ravel() if is_batched(target) else one.ravel() for one in found])


def changed(op: Op, layout: Layout, source: Slot, seeds: list[tuple[int, int]], examples: int) -> Mask:
    """Where the output changes with these seeds, (example, entry) each."""
    rng = np.random.default_rng(0)
    point = {slot.path: rng.uniform(0.1, 0.9, sized(slot, examples)) for slot in read(op, layout)}
    tangent = np.zeros(sized(source, examples))
    for example, seed in seeds:
        place = example * (tangent[0].size if is_batched(source) else 0) + seed
        tangent.reshape(-1)[place] = 1.0
    point[source.path] += tangent
    with np.errstate(all="ignore"):
        return np.asarray(op.jvp(point, {source.path: tangent}) != 0.0)


def sized(slot: Slot, examples: int) -> tuple[int, ...]:
    """The shape with another number of examples."""
    return (examples, *slot.shape[1:]) if is_batched(slot) else slot.shape


def painted(found: Mask) -> Places:
    """A colour for each seed, so that those of one colour reach nothing in common."""
    if (found.sum(axis=0) <= 1).all():
        return np.zeros(len(found), dtype=np.intp)
    if found.all():
        return np.arange(len(found))
    taken: list[Array] = []
    return np.array([colour_of(one, taken) for one in found], dtype=np.intp)


def colour_of(reached: Array, taken: list[Array]) -> int:
    """The first colour that is free where this seed leads; it is taken there from now on."""
    for colour, used in enumerate(taken):
        if not (used & reached).any():
            used |= reached
            return colour
    taken.append(reached.copy())
    return len(taken) - 1
