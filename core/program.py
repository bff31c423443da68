"""A program is a network compiled once: operations, layout, plan and buffers.  It trains, records and evaluates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.buffers import Buffers
from core.datasets import Examples, asked, load
from core.errors import BackflowError, NonFiniteError
from core.evaluator import Evaluator
from core.faults import fault_at, watched
from core.finite import all_finite
from core.fitting import batches_of, check_examples, given_examples
from core.fitting_squares import check_least_squares
from core.layout import Layout
from core.losses import LossOp
from core.network import Network, build_network
from core.ops.op import Array
from core.plan import (
    Stage,
    apply_call,
    backward_stages,
    forward_stages,
    rate_stage,
    room_of,
    squares_of,
    statistic_stages,
    update_stages,
)
from core.quiet import quiet_context
from core.spec import Spec
from core.start import frozen_mask, initial_vector
from core.state import State
from core.step import Step
from core.storage import build_layout


@dataclass(frozen=True, slots=True)
class Recording:
    """Rows recorded in one go: row i belongs to step `steps[i]`; `state` follows the last step that was run.

    fault: None, or where training became non-finite; the last row is then the first bad one, and `state` is the state
    that row was computed at.
    """

    steps: NDArray[np.int64]
    rows: Array
    state: State
    fault: NonFiniteError | None = None


class Program:
    """One network, ready to run.  Not for two threads at once: entering it twice raises RuntimeError."""

    def __init__(self, spec: Spec, examples: Examples) -> None:
        check_examples(spec, examples)
        self.spec = spec
        self.examples = examples
        batch = len(examples.x) if spec.batch_size is None else spec.batch_size
        self.network: Network = build_network(spec, examples.shape, batch)
        self.layout: Layout = build_layout(self.network, batch, spec)
        check_least_squares(spec, self.layout, batch)
        self.batch = batch
        self._buffers = Buffers(self.layout)
        self.batches = batches_of(spec, self.network, examples, self.layout, self._buffers.block("data"))
        frozen = frozen_mask(spec.frozen, self.layout)
        room = room_of(spec, self._buffers, squares_of(spec, self.network, self._buffers, frozen), frozen)
        self.stages: tuple[Stage, ...] = (
            *forward_stages(self.network, self._buffers),
            *backward_stages(self.network, self._buffers),
            *statistic_stages(self.network, self._buffers),
            rate_stage(spec, self._buffers.value),
            *update_stages(spec, self._buffers, frozen, room),
        )
        self._apply = apply_call(self._buffers).run
        loading = (self.batches.load,) if self.batches.moving else ()
        self._calls = (*loading, *(bound.run for stage in self.stages for bound in stage.calls))
        self._calls_unrecorded = (*self._calls, self._apply)
        self._arena = self._buffers.arena
        self._live: State | None = None
        self._quiet = quiet_context()

    @cached_property
    def loss_op(self) -> LossOp:
        """The last operation."""
        loss = self.network.ops[-1]
        assert isinstance(loss, LossOp)
        return loss

    def start(self) -> State:
        """The state before the first step, from the spec's seed, initialisers and pasted weights."""
        return State(self.layout, 0, initial_vector(self.spec, self.network, self.layout))

    def advance(self, state: State) -> tuple[State, Step]:
        """One recorded training step: (the state after it, what was computed at `state`)."""
        row = self._quiet.run(self._record_one, state)
        after = State(self.layout, state.step + 1, None, row)
        self._live = after
        return after, Step(self.layout, state.step, row, self.loss_op)

    def run(self, state: State, steps: int) -> State:
        """Many steps without recording, bit for bit the arithmetic of `advance`; a fault raises NonFiniteError."""
        after = self._repeat(state, steps)
        if not np.isfinite(after.vector).all():
            raise self._walk_to_fault(state, steps + 1)[2]
        return after

    def record(self, state: State, count: int, stride: int = 1, into: Array | None = None) -> Recording:
        """Record `count` rows, one in every `stride` steps, beginning at `state`; stops at the first non-finite row.

        into: an array (at least count, layout.size) of the caller's that is written again and again, since fresh memory
        costs more than the copying; what an earlier recording kept there is gone then.
        """
        if count < 0 or stride < 1:
            raise BackflowError(
                f"count is {count} and stride is {stride}: expected at least 0 rows and a stride from 1."
            )
        rows: Array = np.empty((count, self.layout.size)) if into is None else into[:count]
        if rows.shape != (count, self.layout.size):
            raise BackflowError(f"into has the shape {rows.shape}: expected at least ({count}, {self.layout.size}).")
        self._quiet.run(self._record_many, state, rows, stride)
        self._live = after = State(self.layout, state.step + stride * count, self._snapshot())
        rows.setflags(write=False)
        if not self._are_finite(rows, after):
            return self._cut(state, rows, stride)
        return Recording(state.step + stride * np.arange(count), rows, after)

    def step_from_row(self, index: int, row: Array) -> Step:
        """A recorded row under its step number."""
        return Step(self.layout, index, row, self.loss_op)

    def evaluate(self, state: State, x: ArrayLike, y: ArrayLike) -> float:
        """The loss on these examples, x (examples, inputs) and y (examples, outputs), reduced as the spec says."""
        state.check_fits(self.layout)
        return self._evaluator.loss(state.model, x, y)

    def loss_at(self, model: Array, x: Array, y: Array) -> float:
        """The loss on these examples at a flat model, as its block lies in a row."""
        return self._evaluator.loss(model, x, y)

    def outputs_at(self, model: Array, x: Array) -> Array:
        """The outputs for x at a flat model, as its block lies in a row."""
        return self._evaluator.predict(model, x)

    def predict(self, state: State, x: ArrayLike) -> Array:
        """The outputs (examples, outputs) for x (examples, inputs)."""
        state.check_fits(self.layout)
        return self._evaluator.predict(state.model, x)

    def check_gradients(self, state: State) -> dict[str, Any]:
        """Per parameter: backprop, central difference and their relative error at `state`, on the batch of its step."""
        from core.gradcheck import check_gradients

        return check_gradients(self, state)

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self.spec, self.examples.shape, self.examples.y.shape[1])

    def _record_one(self, state: State) -> Array:
        self._enter(state)
        for run in self._calls:
            run()
        row = self._arena.copy()
        self._apply()
        return row

    def _record_many(self, state: State, rows: Array, stride: int) -> None:
        self._enter(state)
        calls, arena, apply = self._calls, self._arena, self._apply
        for row in rows:
            for run in calls:
                run()
            row[...] = arena
            apply()
            if stride > 1:
                self._advance_silently(stride - 1)

    def _repeat(self, state: State, steps: int) -> State:
        """Many steps, whatever comes out."""
        if steps <= 0:
            return state
        self._quiet.run(self._enter_and_repeat, state, steps)
        self._live = after = State(self.layout, state.step + steps, self._snapshot())
        return after

    def _enter_and_repeat(self, state: State, steps: int) -> None:
        self._enter(state)
        self._advance_silently(steps)

    def _advance_silently(self, steps: int) -> None:
        calls = self._calls_unrecorded
        for _ in range(steps):
            for run in calls:
                run()

    def _enter(self, state: State) -> None:
        """Bring a state's model and memory into the arena, its batch into place, unless all is there already."""
        live, self._live = self._live, None  # None until the work is done: it may be interrupted.
        if state is live:
            return
        state.check_fits(self.layout)
        self.batches.seek(state.step)
        model = self.layout.blocks["model"]
        count = model.stop - model.start
        self._arena[model] = state.vector[:count]
        self._arena[self.layout.blocks["memory"]] = state.vector[count:]

    def _snapshot(self) -> Array:
        blocks = self.layout.blocks
        return np.concatenate([self._arena[blocks["model"]], self._arena[blocks["memory"]]])

    def _are_finite(self, rows: Array, after: State) -> bool:
        """Whether all numbers are; a bad update leaves bad parameters for ever, so `after` answers for those."""
        parts = (*(rows[:, block] for block in watched(self.spec, self.layout)), after.vector)
        return all(all_finite(part) for part in parts if part.size)

    def _cut(self, start: State, rows: Array, stride: int) -> Recording:
        """A recording that ends with its first bad row; a bad step between two rows is found and put last."""
        finite = np.isfinite(rows).all(axis=1)
        good = len(rows) if finite.all() else int(np.argmin(finite))
        state = self._repeat(start, stride * (good - 1)) if good > 1 else start
        state, step, fault = self._walk_to_fault(state, 2 * stride + 1)
        steps = np.append(start.step + stride * np.arange(good), step.index)
        kept = np.concatenate([rows[:good], step.row[None]])
        distinct = np.append(np.diff(steps) > 0, True)
        kept.setflags(write=False)
        return Recording(steps[distinct], kept[distinct], state, fault)

    def _walk_to_fault(self, state: State, most: int) -> tuple[State, Step, NonFiniteError]:
        """Advance until a step is not finite: (the state it was computed at, the step, what went wrong)."""
        for _ in range(most):
            after, step = self.advance(state)
            where = None if np.isfinite(step.row).all() else step.first_fault()
            if where is not None:
                return state, step, fault_at(step.index, where)
            state = after
        raise AssertionError("a fault was seen but could not be found again")

    def __reduce__(self) -> tuple[Any, ...]:
        return Program, (self.spec, self.examples)


def compile_program(spec: Spec, data: tuple[ArrayLike, ArrayLike] | None = None) -> Program:
    """Build the program of a spec; data = (x, y) replaces the spec's named data set (no test set then).

    Where the spec asks for the input itself, y is not looked at.
    """
    if data is None:
        return Program(spec, load(spec.data))
    return Program(spec, asked(spec.data, given_examples(*data)))
