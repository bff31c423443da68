"""Rows behind the last recorded one: a few at a time, until a fault or a stop condition."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from core.ending import extended, rewound
from core.history import ROW_BYTES, History
from core.known_paths import known_path
from core.layout import Layout
from core.program import compile_program
from core.session.session import Session
from core.spec import Spec

WORK_SECONDS = 0.03
AT_ONCE = 8
CHUNK_BYTES = 12_000_000


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
