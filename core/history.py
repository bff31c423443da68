"""What a run remembers: recent rows, states to start again from, and all losses.  Growing shares the past."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.errors import BackflowError
from core.loss_curves import NO_LOSSES, Losses, Steps
from core.ops.op import Array
from core.program import Program, Recording, compile_program
from core.spec import Spec
from core.state import State
from core.step import Step

ROW_BYTES = 2_000_000
STATE_BYTES = 2_000_000
MOST_STATES = 128
FEWEST_STATES = 4
KEPT_PROGRAMS = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows recorded in one go: row i belongs to steps[i]."""

    steps: Steps
    rows: Array

    def until(self, step: int) -> Chunk:
        """The rows up to and including `step`."""
        kept = int(np.searchsorted(self.steps, step, side="right"))
        return Chunk(self.steps[:kept], self.rows[:kept])


@dataclass(frozen=True, slots=True)
class Era:
    """From this step on, steps are computed by the program of this spec: a control was changed or a weight edited here.

    A program holds much memory, and a drag of the learning rate makes hundreds: only the latest ones are kept.
    """

    first: int
    spec: Spec
    kept: Program | None

    @property
    def program(self) -> Program:
        """The program, compiled again where it was not kept."""
        return self.kept or compile_program(self.spec)


@dataclass(frozen=True, slots=True)
class History:
    """The recorded past of a run.

    origin: the state before the first step that can be shown;  start: where a restart begins, which may lie before it;
    head: the state after the last recorded step.
    """

    origin: State
    start: State
    head: State
    eras: tuple[Era, ...]
    states: tuple[State, ...]
    chunks: tuple[Chunk, ...] = ()
    losses: Losses = NO_LOSSES

    @staticmethod
    def begin(program: Program, state: State, losses: Losses = NO_LOSSES, start: State | None = None) -> History:
        """A history from this state on; `losses` and `start` are those of an earlier run that it continues."""
        return History(state, start or state, state, (Era(state.step, program.spec, program),), (state,), (), losses)

    @property
    def last(self) -> int:
        """The last recorded step."""
        return int(self.losses.steps[-1]) if len(self.losses.steps) else self.origin.step

    def extended(self, recording: Recording, test: Array, validation: Array | None = None) -> History:
        """The history with more rows at its end, and the losses measured at them."""
        position = self.eras[-1].program.layout.slot("L").offset
        losses = self.losses.joined(recording.steps, recording.rows[:, position].copy(), test, validation)
        chunks = within_budget((*self.chunks, Chunk(recording.steps, recording.rows)))
        states = thinned_states((*self.states, recording.state), {era.first for era in self.eras})
        return replace(self, head=recording.state, chunks=chunks, states=states, losses=losses)

    def step(self, k: int) -> Step:
        """Step k exactly as it was: recorded, or derived again from the nearest state before it."""
        if k < self.origin.step:
            raise BackflowError(f"Step {k} is before the beginning of this run: expected {self.origin.step} or later.")
        program = self.program_at(k)
        row = self.recorded(k)
        if row is not None:
            return program.step_from_row(k, row)
        return program.advance(self.state(k))[1]

    def state(self, k: int) -> State:
        """The state before step k."""
        nearest = max((state for state in self.states if state.step <= k), key=lambda state: state.step)
        return self.program_at(k).run(nearest, k - nearest.step)

    def recorded(self, k: int) -> Array | None:
        """The row of step k if it is still in memory."""
        for chunk in reversed(self.chunks):
            if len(chunk.steps) and chunk.steps[0] <= k <= chunk.steps[-1]:
                place = int(np.searchsorted(chunk.steps, k))
                return chunk.rows[place] if chunk.steps[place] == k else None
        return None

    def next_recorded(self, k: int) -> int | None:
        """The first recorded step after k."""
        place = int(np.searchsorted(self.losses.steps, k, side="right"))
        return int(self.losses.steps[place]) if place < len(self.losses.steps) else None

    def program_at(self, k: int) -> Program:
        """The program that computed step k."""
        return self.era_at(k).program

    def spec_at(self, k: int) -> Spec:
        """The spec by which step k was computed."""
        return self.era_at(k).spec

    def era_at(self, k: int) -> Era:
        """The era of step k."""
        return next(era for era in reversed(self.eras) if era.first <= max(k, self.eras[0].first))

    def comparable(self) -> Losses:
        """The losses that can be compared with the last ones: of the same data, loss and regularisers."""
        latest = what_is_measured(self.eras[-1].spec)
        first = self.eras[-1].first
        for era in reversed(self.eras):
            if what_is_measured(era.spec) != latest:
                break
            first = era.first
        return self.losses.since(first)

    def cut_after(self, k: int) -> History:
        """The history without anything later than step k, which is recorded now if it was not; its head follows it."""
        step = self.step(k)
        cut = self._kept(k, State(step.layout, k + 1, None, step.row))
        if cut.last == k:
            return cut
        steps = np.array([k])
        losses = cut.losses.joined(steps, np.array([step.loss]), np.array([np.nan]))
        return replace(cut, chunks=(*cut.chunks, Chunk(steps, step.row[None])), losses=losses)

    def cut_before(self, k: int) -> History:
        """The history without step k and anything later; its head is the state before step k."""
        return self._kept(k - 1, self.state(k))

    def with_era(self, program: Program, state: State) -> History:
        """From the head on, `program` computes, starting at `state`, which stands in for the head (and the start)."""
        origin, start = (state if old.step == state.step else old for old in (self.origin, self.start))
        older = tuple(era for era in self.eras if era.first < state.step)
        let_go = tuple(replace(era, kept=None) for era in older[: 1 - KEPT_PROGRAMS])
        eras = (*let_go, *older[len(let_go) :], Era(state.step, program.spec, program))
        states = (*(kept for kept in self.states if kept.step < state.step), state)
        return replace(self, origin=origin, start=start, head=state, eras=eras, states=states)

    def _kept(self, k: int, head: State) -> History:
        chunks = tuple(part for part in (chunk.until(k) for chunk in self.chunks) if len(part.steps))
        states = tuple(state for state in self.states if state.step <= k)
        eras = tuple(era for era in self.eras if era.first <= max(k, self.eras[0].first))
        return replace(self, head=head, chunks=chunks, states=(*states, head), eras=eras, losses=self.losses.until(k))


def what_is_measured(spec: Spec) -> tuple[object, ...]:
    """All that decides what the loss of the same weights is."""
    return spec.data, spec.loss, spec.regularisers


def within_budget(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """The latest chunks that fit into the budget; the last one always."""
    used, first = 0, len(chunks)
    for place in range(len(chunks) - 1, -1, -1):
        used += chunks[place].rows.nbytes
        if used > ROW_BYTES and first < len(chunks):
            break
        first = place
    return chunks[first:]


def thinned_states(states: tuple[State, ...], fixed: set[int]) -> tuple[State, ...]:
    """Every second state goes when there are too many; the last one and those in `fixed` (starts of eras) stay."""
    most = max(FEWEST_STATES, min(MOST_STATES, STATE_BYTES // max(1, states[-1].layout.size * 8)))
    if len(states) <= most:
        return states
    return tuple(s for i, s in enumerate(states[:-1]) if i % 2 == 0 or s.step in fixed) + states[-1:]
