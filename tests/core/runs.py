"""Short runs for the tests of sessions and histories, and the ways to make a history forget."""

from dataclasses import replace

import numpy as np
import pytest

from core import RECIPES, Data, Dense, Loss, Optimizer, Spec, compile_program
from core import session as sessions
from core.session import Session

# Mini-batches, test examples and a hidden layer: everything a session can meet, in few numbers.
TINY = Spec(
    data=Data("moons", samples=20, noise=0.1, test_fraction=0.2),
    layers=(Dense(3, "tanh"), Dense(1, "sigmoid")),
    loss=Loss("binary_cross_entropy"),
    optimizer=Optimizer("sgd", 0.5),
    batch_size=4,
)
# Overflows after a few steps at learning rate 100, and trains well at 0.1.
OVERFLOWING = RECIPES["sine"].with_learning_rate(100.0)


def trained(spec: Spec = TINY, steps: int = 30, playing: bool = False) -> Session:
    """A session with this many steps recorded one by one, its cursor on the last."""
    session = sessions.begin(spec, playing)
    history = session.history
    while session.fault is None and history.last < steps:
        recording = session.program.record(history.head, min(8, steps - history.last))
        history = history.extended(recording, np.full(len(recording.rows), np.nan))
        session = replace(session, history=history, fault=recording.fault)
    return replace(session, cursor=history.last)


def faster(session: Session, learning_rate: float) -> Session:
    """The session at another learning rate."""
    return sessions.change(session, session.spec.with_learning_rate(learning_rate))


def remembering_little(patch: pytest.MonkeyPatch) -> None:
    """Only the last rows stay in memory, and four states to derive the others from."""
    patch.setattr("core.history.ROW_BYTES", 1)
    patch.setattr("core.history.MOST_STATES", 4)


def row_at(session: Session, step: int) -> np.ndarray:
    return session.history.step(step).row


def trajectory(spec: Spec, steps: int) -> list[np.ndarray]:
    """The rows of the first steps of a run, by the core alone."""
    program = compile_program(spec)
    state, rows = program.start(), []
    for _ in range(steps):
        state, step = program.advance(state)
        rows.append(step.row)
    return rows
