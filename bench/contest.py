"""One network, everybody who can train it: verified, measured, reported, and held against goals."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from bench.contestants import HAVE_TORCH, differences
from bench.core_step import Goal
from bench.nets import Net, parameters_of
from bench.peer import Peer, Problem
from bench.timing import measure

REFERENCE = "hand record"


def problem_of(chosen: Net, sizes: tuple[int, ...], steps: int, kept: int) -> Problem:
    """Starting weights and the batches of the first steps."""
    program = chosen.compile()
    start = program.start()
    recorded = program.record(start, steps)
    every = [program.step_from_row(int(k), row) for k, row in zip(recorded.steps, recorded.rows, strict=True)]
    batches = [(step.value("x").copy(), step.value("y").copy()) for step in every]
    return Problem(chosen.name, sizes, chosen.spec.learning_rate, parameters_of(program, start), batches, kept)


def contest(name: str, peers: list[Peer], goals: Sequence[Goal], rounds: int) -> bool:
    """Verify, measure and report; tells whether every goal was met that is not only aimed at."""
    if different := differences(peers):
        print(f"\n{name}: the contestants do not train the same numbers", *different, sep="\n  ")
        return False
    times = measure(peers, rounds)
    print(f"\n{name}   (ratio to '{REFERENCE}', least µs per step)")
    for peer in peers:
        print(f"  {peer.name:16}{times.ratio(peer.name, REFERENCE):8.2f}{times.best(peer.name):10.1f}")
    possible = [goal for goal in goals if HAVE_TORCH or "torch" not in goal.one]
    for goal in possible:
        print(goal.report(times))
    return all(goal.met(times) for goal in possible if not goal.aim)


def run(about: str, called: str, hold: Callable[[int], bool]) -> int:
    """The command line: --check, --rounds, and --only with what this network is called; hold(rounds) is the contest."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--rounds", type=int, default=25, help="rounds to take the median of, at least 9")
    parser.add_argument("--only", help=f"measure one network, such as 2-4-1; this one is called {called}")
    options = parser.parse_args()
    met = options.only not in (None, called) or hold(max(9, options.rounds))
    return 1 if options.check and not met else 0
