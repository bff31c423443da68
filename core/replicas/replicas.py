"""Many trainings of one structure at once: one plan whose buffers hold the numbers of all replicas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.batches import Batches
from core.datasets import Examples, asked, load
from core.errors import BackflowError, NonFiniteError
from core.faults import fault_at, watched
from core.fitting import batches_of, given_examples
from core.layout import Layout
from core.network import Network, build_network
from core.ops.op import Array
from core.plan import apply_call
from core.program import Program
from core.quiet import quiet_context
from core.replicas.batches import stacked_batches
from core.replicas.buffers import StackedBuffers
from core.replicas.differences import check_alike, check_stackable
from core.replicas.places import places_of
from core.replicas.plan import stages_of
from core.replicas.recording import ReplicaRecording, finite_steps
from core.replicas.state import ReplicaState
from core.spec import Spec
from core.start import initial_vector

# How many steps are looked through at once for the one that went wrong.
SEARCHED = 64


class Replicas:
    """Replica r trains exactly as the program of `specs[r]` would; a fault in one does not disturb the others.

    Worth it from three replicas on, for networks of up to a few thousand parameters.  Not for two threads at once.
    """

    def __init__(self, specs: Sequence[Spec], examples: Sequence[Examples]) -> None:
        check_alike(specs)
        self.specs = tuple(specs)
        self.examples = tuple(examples)
        self._first = Program(specs[0], examples[0])
        self.network: Network = self._first.network
        self.layout: Layout = self._first.layout
        check_stackable(specs[0], self.network)
        buffers = StackedBuffers(self.layout, len(specs))
        self.batches = stacked_batches(every_batches(self.specs, self.examples, self._first), buffers)
        self.stages = stages_of(specs, self.network, buffers)
        self._apply = apply_call(buffers).run
        loading = (self.batches.load,) if self.batches.moving else ()
        self._calls = (*loading, *(bound.run for stage in self.stages for bound in stage.calls))
        self._arena = buffers.arena
        self._watched = [buffers.every(block) for block in watched(specs[0], self.layout)]
        self._carried = carried_places(self.layout, len(specs))
        self._live: ReplicaState | None = None
        self._quiet = quiet_context()

    def __len__(self) -> int:
        return len(self.specs)

    def start(self) -> ReplicaState:
        """Every replica before its first step, from its own seed, initialisers and pasted weights."""
        shape, batch = self.network.shape, self._first.batch
        vectors = [initial_vector(spec, build_network(spec, shape, batch), self.layout) for spec in self.specs]
        return ReplicaState(self.layout, 0, np.array(vectors), (None,) * len(self))

    def record(self, state: ReplicaState, count: int, into: Array | None = None) -> ReplicaRecording:
        """Record `count` steps of all replicas.

        into: an array (at least count, replicas · layout.size) of the caller's that is written again and again.
        """
        shape = (count, self._arena.size)
        if count < 0:
            raise BackflowError(f"count is {count}: expected at least 0 steps.")
        rows: Array = np.empty(shape) if into is None else into[:count]
        if rows.shape != shape:
            raise BackflowError(f"into has the shape {rows.shape}: expected at least {shape}.")
        sizes = self._quiet.run(self._record_many, state, rows)
        after = self._after(state, count)
        well = np.isfinite(sizes).all() and np.isfinite(after.vectors).all()
        found = {} if well else self._faults(state, rows)
        self._live = None if found else after
        rows.setflags(write=False)
        return ReplicaRecording(self.layout, len(self), state.step + np.arange(count), rows, after.with_faults(found))

    def run(self, state: ReplicaState, steps: int) -> ReplicaState:
        """Many steps without recording; a replica that becomes non-finite is marked in the state, the others go on."""
        if steps <= 0:
            return state
        self._quiet.run(self._run_many, state, steps)
        self._live = after = self._after(state, steps)
        well = [r for r, fault in enumerate(after.faults) if fault is None]
        return after if np.isfinite(after.vectors[well]).all() else self._searched(state, steps)

    def program(self, replica: int) -> Program:
        """A program of its own for one replica; it goes on from `state.of(replica)`."""
        return Program(self.specs[replica], self.examples[replica])

    def _searched(self, state: ReplicaState, steps: int) -> ReplicaState:
        """The same as `run`, looking at every step."""
        rows = np.empty((min(SEARCHED, steps), self._arena.size))
        for first in range(0, steps, SEARCHED):
            state = self.record(state, min(SEARCHED, steps - first), rows).state
        return state

    def _faults(self, before: ReplicaState, rows: Array) -> dict[int, NonFiniteError]:
        """Who became non-finite in these steps, with the first bad step of each."""
        bad = ~finite_steps(rows, self.layout, len(self))
        news = [r for r in np.flatnonzero(bad.any(axis=0)) if before.faults[r] is None]
        return {int(r): self._fault(before.step, rows, int(r), int(np.argmax(bad[:, r]))) for r in news}

    def _fault(self, first: int, rows: Array, replica: int, place: int) -> NonFiniteError:
        row = rows[place, places_of(self.layout, len(self))[replica]]
        step = self._first.step_from_row(first + place, row)
        return fault_at(step.index, step.first_fault() or "a number")

    def _record_many(self, state: ReplicaState, rows: Array) -> list[float]:
        """Record; returns a number per step that is not finite when one in the row is not: its sum of squares.

        That is taken while the row is in the cache: to look through all rows later takes five times as long.
        """
        self._enter(state)
        calls, arena, apply, sizes = self._calls, self._arena, self._apply, []
        watched = self._watched
        for row in rows:
            for run in calls:
                run()
            row[...] = arena
            sizes.append(sum(part.dot(part) for part in watched))
            apply()
        return sizes

    def _run_many(self, state: ReplicaState, steps: int) -> None:
        self._enter(state)
        calls = (*self._calls, self._apply)
        for _ in range(steps):
            for run in calls:
                run()

    def _enter(self, state: ReplicaState) -> None:
        """Bring all parameters and memories into the arena, the batches into place, unless all is there already."""
        live, self._live = self._live, None  # None until the work is done: it may be interrupted.
        if state is live:
            return
        if state.layout is not self.layout:
            raise BackflowError("The state is one of other replicas: expected a state from these replicas' start().")
        self.batches.seek(state.step)
        self._arena[self._carried] = state.vectors

    def _after(self, before: ReplicaState, steps: int) -> ReplicaState:
        return ReplicaState(self.layout, before.step + steps, self._arena[self._carried], before.faults)


def compile_replicas(specs: Sequence[Spec], data: tuple[ArrayLike, ArrayLike] | None = None) -> Replicas:
    """Build the replicas of specs that differ in numbers only; data = (x, y) replaces their named data set."""
    if data is None:
        return Replicas(specs, [load(spec.data) for spec in specs])
    check_alike(specs)  # They all ask for the same.
    return Replicas(specs, [asked(specs[0].data, given_examples(*data))] * len(specs))


def every_batches(specs: Sequence[Spec], examples: Sequence[Examples], program: Program) -> list[Batches]:
    """The batches of each replica; the same object where replicas see the same examples in the same order."""
    layout, known = program.layout, {}
    block = layout.blocks["data"]
    for spec, table in zip(specs, examples, strict=True):
        key = batches_key(spec, table)
        if key not in known:
            network = build_network(spec, program.network.shape, program.batch)
            known[key] = batches_of(spec, network, table, layout, np.zeros(block.stop - block.start))
    return [known[batches_key(*pair)] for pair in zip(specs, examples, strict=True)]


def batches_key(spec: Spec, examples: Examples) -> tuple[object, ...]:
    """What decides the batches of a replica."""
    return id(examples), spec.seed, spec.regularisers


def carried_places(layout: Layout, replicas: int) -> NDArray[np.intp]:
    """Where the numbers of a state lie in the arena: (R, parameters and memory)."""
    blocks = layout.blocks
    kept = np.r_[blocks["model"], blocks["memory"]]
    return places_of(layout, replicas)[:, kept]
