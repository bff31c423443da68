"""The core as contestant, through its public functions alone: unrecorded, recorded in chunks, recorded step by step."""

from __future__ import annotations

from collections import deque

import numpy as np

from bench.nets import Net, numbers_of, parameters_of
from bench.peer import Numbers, Peer, Problem
from core import Recording, State, Step


def run(net: Net, problem: Problem) -> Peer:
    """`program.run`: nothing is recorded."""
    program = net.compile()
    state = program.start()

    def train(steps: int) -> None:
        nonlocal state
        state = program.run(state, steps)

    return Peer("core run", train, lambda: parameters_of(program, state))


def record(net: Net, problem: Problem) -> Peer:
    """`program.record` in chunks, into two that are used in turn, together as long as everybody's ring."""
    program = net.compile()
    state = program.start()
    chunk = problem.kept // 2
    room = deque(np.zeros((2, chunk, program.layout.size)))
    kept: deque[Recording] = deque(maxlen=2)

    def train(steps: int) -> None:
        nonlocal state
        for first in range(0, steps, chunk):
            room.rotate()
            kept.append(program.record(state, min(chunk, steps - first), into=room[0]))
            state = kept[-1].state

    def numbers() -> Numbers:
        last = program.step_from_row(int(kept[-1].steps[-1]), kept[-1].rows[-1])
        return numbers_of(last, problem.layers) | parameters_of(program, state)

    return Peer("core record", train, numbers)


def advance(net: Net, problem: Problem) -> Peer:
    """`program.advance` in a loop, the last steps kept."""
    program = net.compile()
    state: State = program.start()
    kept: deque[Step] = deque(maxlen=problem.kept)

    def train(steps: int) -> None:
        nonlocal state
        for _ in range(steps):
            state, step = program.advance(state)
            kept.append(step)

    def numbers() -> Numbers:
        return numbers_of(kept[-1], problem.layers) | parameters_of(program, state)

    return Peer("core advance", train, numbers)
