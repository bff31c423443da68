"""What a person changes at the cursor: the spec, or weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.ending import rearmed, rewound
from core.history import History
from core.known_paths import known_path
from core.program import compile_program
from core.session.recording import fresh, recorded
from core.session.session import Session
from core.spec import LIMITS, Spec, adjust
from core.state import State
from core.transfer import changes_structure, transferred
from core.weights import Weights, layer_of, with_layer


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
