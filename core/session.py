"""One person's run: frozen, changed only by the transitions below, kept under one key by the screens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from core.ending import extended, past_stop, rearmed, rewound
from core.errors import BackflowError, NonFiniteError
from core.history import ROW_BYTES, History
from core.known_paths import known_path
from core.layout import Layout
from core.metrics import METRICS, Measured, measured
from core.program import Program, compile_program
from core.spec import LIMITS, Spec, adjust
from core.spec.limits import shown
from core.state import State
from core.step import Step
from core.stops import Stopped, best_of
from core.transfer import changes_structure, transferred
from core.weights import Weights, layer_of, with_layer

WORK_SECONDS = 0.03
AT_ONCE = 8
CHUNK_BYTES = 12_000_000


@dataclass(frozen=True, slots=True)
class Session:
    """What is trained, what was recorded, and where the person is looking.

    cursor: the step on the screen;  run: changes whenever what lies ahead of the cursor is no longer true;
    revision: counts edits and changed controls;  notice: one sentence on what the last change did, or "";
    stopped: the condition that ended the recorded rows;  passed: those that were played past.
    """

    program: Program
    history: History
    cursor: int
    playing: bool = False
    selected: str = ""
    run: int = 0
    revision: int = 0
    fault: NonFiniteError | None = None
    notice: str = ""
    stopped: Stopped | None = None
    passed: tuple[Stopped, ...] = ()

    @property
    def spec(self) -> Spec:
        """The spec that computes what comes next."""
        return self.program.spec

    @property
    def step(self) -> Step:
        """The step under the cursor."""
        return self.history.step(self.cursor)


def begin(spec: Spec, playing: bool = False) -> Session:
    """A new session with its first step recorded."""
    program = compile_program(spec)
    state = program.start()
    history = History.begin(program, state)
    return recorded(Session(program, history, state.step, playing), 1)


def opened(session: Session, spec: Spec, notice: str = "") -> Session:
    """Another spec from its own start, in place of what was there; plays on if it played."""
    program = compile_program(spec)
    history = History.begin(program, program.start())
    selected = session.selected if known_path(program, session.selected) else ""
    return fresh(replace(session, program=program, history=history, selected=selected), notice)


def recorded(session: Session, count: int, stride: int = 1) -> Session:
    """More rows behind the last recorded one, for at most 30 ms of work; they end at a fault or a stop condition."""
    count = min(count, most_rows(session.program.layout))
    started, rows_end = perf_counter(), session.fault is not None or session.stopped is not None
    while count > 0 and not rows_end:
        at_once = min(count, rows_at_once(session.program.layout))
        session = extended(session, session.program.record(session.history.head, at_once, stride))
        rows_end = session.fault is not None or session.stopped is not None
        count -= at_once
        if perf_counter() - started > WORK_SECONDS:
            break
    return session


def most_rows(layout: Layout) -> int:
    """As many rows as a history keeps: rows of a large network would be gone before anybody has seen them."""
    return max(rows_at_once(layout), ROW_BYTES // (8 * layout.size))


def rows_at_once(layout: Layout) -> int:
    """How many rows are recorded between two looks at the clock: few where they are long, for the sake of memory."""
    return max(2, min(AT_ONCE, CHUNK_BYTES // (8 * layout.size)))


def play(session: Session) -> Session:
    """Run on from the cursor, past the condition that stopped the run there."""
    session = past_stop(session)
    return replace(session, playing=session.fault is None or session.cursor < session.fault.step)


def pause(session: Session) -> Session:
    """Stop where the screen is."""
    return replace(session, playing=False)


def looked_at(session: Session, drawn: int) -> Session:
    """The screen has drawn this step: it becomes the cursor (when it is part of this run)."""
    first, last = session.history.origin.step, session.history.last
    return replace(session, cursor=drawn) if first <= drawn <= last else session


def step_forward(session: Session) -> Session:
    """One training step on; a step that was recorded already is shown again."""
    wanted, session = session.cursor + 1, past_stop(session)
    if session.fault is not None and session.cursor >= session.fault.step:
        return replace(session, playing=False)
    if wanted <= session.history.last:
        return replace(session, cursor=wanted, playing=False)
    return replace(recorded(session, 1), cursor=wanted, playing=False)


def go_to_best(session: Session) -> Session:
    """Show the step whose validation loss is smallest."""
    best = best_step(session)
    if best is None:
        raise BackflowError(
            "There is no best step yet, for no validation loss was measured: "
            "expected a part of the examples held out for validation, and some training."
        )
    return go_to(session, best)


def best_step(session: Session) -> int | None:
    """The step that can be shown whose validation loss is smallest; None where none was measured."""
    return best_of(session.history.comparable().since(session.history.origin.step))


def metrics(session: Session) -> dict[str, Measured]:
    """How good the answers are at the step under the cursor, on each set of examples."""
    program = session.history.program_at(session.cursor)
    return measured(program, session.step.row[program.layout.blocks["model"]], METRICS)


def row_of(session: Session, example: int | None) -> int | None:
    """Which row of the batch a training example has at the step under the cursor; None where it is not in it."""
    program = session.history.program_at(session.cursor)
    rows = np.flatnonzero(program.batches.indices(session.cursor) == example)
    return int(rows[0]) if len(rows) else None


def step_back(session: Session) -> Session:
    """One training step back, exactly as it was."""
    return replace(session, cursor=max(session.cursor - 1, session.history.origin.step), playing=False)


def go_to(session: Session, step: int) -> Session:
    """Show another step of the past."""
    return replace(session, cursor=min(max(step, session.history.origin.step), session.history.last), playing=False)


def restart(session: Session) -> Session:
    """Back to the first step with the same weights; keeps playing or pausing as it was."""
    history = History.begin(session.program, session.history.start)
    return fresh(replace(session, history=history), "Restarted from the same weights.")


def reseed(session: Session) -> Session:
    """New weights from the next seed, from step 0."""
    spec = replace(session.spec, seed=(session.spec.seed + 1) % 2**32)
    program = compile_program(spec)
    history = History.begin(program, program.start())
    return fresh(replace(session, program=program, history=history), f"New weights from seed {spec.seed}.")


def fresh(session: Session, notice: str) -> Session:
    """A session at the first step of its history, with that step recorded."""
    first = session.history.origin.step
    at_start = replace(
        rewound(session, first),
        cursor=first,
        run=session.run + 1,
        revision=session.revision + 1,
        notice=notice,
    )
    return recorded(at_start, 1)


def ready_to_extend(session: Session) -> Session:
    """Forget recorded steps after the cursor, so that the next rows follow what is on the screen."""
    if session.cursor == session.history.last:
        return session
    history = session.history.cut_after(session.cursor)
    if history.eras[-1].program is not session.program:  # what was chosen at a later step holds from here on
        history = history.with_era(session.program, history.head)
    return replace(rewound(session, session.cursor + 1), history=history, run=session.run + 1)


def change(session: Session, spec: Spec, notice: str = "") -> Session:
    """Go on from the cursor with another spec; what can be kept is kept, and `notice` says what was not."""
    if spec == session.spec:
        return session
    program = compile_program(spec)
    if not changes_structure(session.program, program):
        history = session.history.cut_after(session.cursor)
        state = State(program.layout, history.head.step, history.head.vector)
        still = rearmed(rewound(session, session.cursor + 1), spec)
        changed = replace(still, program=program, history=history.with_era(program, state), notice=notice)
        return replace(changed, run=session.run + 1, revision=session.revision + 1)
    state, kept_all, said = transferred(session.program, session.history.state(session.cursor), program)
    selected = session.selected if known_path(program, session.selected) else ""
    history = History.begin(program, state)
    if kept_all:
        start, _, _ = transferred(session.program, session.history.start, program)
        history = History.begin(program, state, session.history.losses.until(session.cursor - 1), start)
    return fresh(replace(session, program=program, history=history, selected=selected), notice or said)


def edit(session: Session, path: str, index: tuple[int, ...], value: float) -> Session:
    """Set one weight or bias at the cursor; the step on the screen is computed again with it."""
    array = session.history.state(session.cursor).parameter(path).copy()
    array[index] = checked_weight(f"{path}[{','.join(map(str, index))}]", value)
    return edit_array(session, path, array)


def edit_cells(session: Session, path: str, cells: list[tuple[int, int, float | None]]) -> Session:
    """Set several weights of a matrix at once: (row, column, value)."""
    array = session.history.state(session.cursor).parameter(path).copy()
    for row, column, value in cells:
        array[row, column] = checked_weight(f"{path}[{row},{column}]", value)
    return edit_array(session, path, array)


def checked_weight(name: str, value: float | None) -> float:
    """A weight that a person typed: finite, and within the range of pasted weights."""
    return float(LIMITS["parameter"].check(name, value))


def edit_array(session: Session, path: str, array: np.ndarray) -> Session:
    """Replace a whole matrix or bias vector at the cursor."""
    history = session.history.cut_before(session.cursor)
    state = history.head.with_parameter(path, array)
    still = rewound(session, session.cursor)
    edited = replace(still, history=history.with_era(session.program, state), notice="")
    return recorded(replace(edited, run=session.run + 1, revision=session.revision + 1), 1)


def load_weights(session: Session, layer: str, weights: Weights) -> Session:
    """Put a layer's weights from another network into this one at the cursor, and freeze the layer there."""
    source = f"the layer {layer} that was given" if layer in weights else "the layer that was given"
    spec = session.spec if layer in session.spec.frozen else adjust.with_frozen(session.spec, layer, True)
    history = session.history.cut_before(session.cursor)
    state = with_layer(history.head, layer, layer_of(weights, layer), source)
    program = compile_program(spec)
    began = history.with_era(program, State(program.layout, state.step, state.vector))
    said = f"{layer} has the weights that were given, and is frozen: its gradient is still shown, its update is zero."
    loaded = replace(rewound(session, session.cursor), program=program, history=began, notice=said)
    return recorded(replace(loaded, run=session.run + 1, revision=session.revision + 1), 1)


def select(session: Session, path: str) -> Session:
    """Put an edge, a neuron or a bias into the inspector; "" selects nothing."""
    if path and not known_path(session.program, path):
        raise BackflowError(
            f"{shown(path)} is not part of this network: expected an edge such as h1/W[0,0] or a unit such as h1:0."
        )
    return replace(session, selected=path)
