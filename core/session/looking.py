"""What there is to see at the step under the cursor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.errors import BackflowError
from core.known_paths import known_path
from core.metrics import METRICS, Measured, measured
from core.session.session import Session
from core.spec.limits import shown
from core.stops import best_of


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


def select(session: Session, path: str) -> Session:
    """Put an edge, a neuron or a bias into the inspector; "" selects nothing."""
    if path and not known_path(session.program, path):
        raise BackflowError(
            f"{shown(path)} is not part of this network: expected an edge such as h1/W[0,0] or a unit such as h1:0."
        )
    return replace(session, selected=path)
