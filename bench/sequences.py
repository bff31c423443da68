"""Is a sequence fast?  A recorded step of an LSTM against hand and PyTorch.

50 steps of 8 features, 32 units, one output behind the last step, batches of 16.  `./scripts/bench-core` prints this
too; with `--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys

import numpy as np

from bench import by_core
from bench.by_hand_lstm import BATCH, FEATURES, STEPS, UNITS, by_hand
from bench.contestants import HAVE_TORCH, differences
from bench.core_step import Goal
from bench.nets import Net, parameters_of
from bench.peer import Peer, Problem
from bench.timing import measure
from core import Data, Dense, Loss, Optimizer, Spec
from core.spec import LSTM

REFERENCE = "hand record"
KEPT = 8
EXAMPLES = 256
SPEC = Spec(
    Data("given"),
    (LSTM(UNITS), Dense(1, "linear")),
    Loss("mean_squared_error", "mean"),
    Optimizer("sgd", 0.01),
    batch_size=BATCH,
    seed=4,
)
GOALS = (
    Goal("core record", REFERENCE, True, 1.3),
    Goal("torch cheapest", "core record", False, 3.4),
    Goal("torch cells", "core record", False, 3.4),
)


def net() -> Net:
    """Random sequences with random answers."""
    rng = np.random.default_rng(7)
    data = rng.normal(size=(EXAMPLES, STEPS, FEATURES)), rng.normal(size=(EXAMPLES, 1))
    return Net(f"LSTM of {UNITS}, {STEPS} steps", SPEC, data, small=False)


def problem_of(chosen: Net) -> Problem:
    """Starting weights and the batches of an epoch."""
    program = chosen.compile()
    start = program.start()
    recorded = program.record(start, EXAMPLES // BATCH)
    steps = [program.step_from_row(int(k), row) for k, row in zip(recorded.steps, recorded.rows, strict=True)]
    batches = [(step.value("x").copy(), step.value("y").copy()) for step in steps]
    sizes = (STEPS * FEATURES, UNITS, 1)
    return Problem(chosen.name, sizes, SPEC.learning_rate, parameters_of(program, start), batches, KEPT)


def contestants(chosen: Net, problem: Problem) -> list[Peer]:
    """Everybody who can train this network here."""
    peers = [by_hand(problem, recorded=True), by_hand(problem, recorded=False)]
    peers += [make(chosen, problem) for make in (by_core.record, by_core.run)]
    if HAVE_TORCH:
        from bench.by_torch_lstm import cells, cheapest

        peers += [cheapest(problem), cells(problem)]
    return peers


def contest(rounds: int) -> bool:
    """Verify, measure and report; tells whether every goal was met."""
    chosen = net()
    problem = problem_of(chosen)
    peers = contestants(chosen, problem)
    if different := differences(peers):
        print(f"\n{chosen.name}: the contestants do not train the same numbers", *different, sep="\n  ")
        return False
    times = measure(peers, rounds)
    print(f"\n{chosen.name}   (ratio to '{REFERENCE}', least µs per step)")
    for peer in peers:
        print(f"  {peer.name:16}{times.ratio(peer.name, REFERENCE):8.2f}{times.best(peer.name):10.1f}")
    goals = [goal for goal in GOALS if HAVE_TORCH or "torch" not in goal.one]
    for goal in goals:
        print(goal.report(times))
    return all(goal.met(times) for goal in goals)


def main() -> int:
    """Run the contest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--rounds", type=int, default=25, help="rounds to take the median of, at least 9")
    parser.add_argument("--only", help="measure one network, such as 2-4-1; this one is called lstm")
    options = parser.parse_args()
    met = options.only not in (None, "lstm") or contest(max(9, options.rounds))
    return 1 if options.check and not met else 0


if __name__ == "__main__":
    sys.exit(main())
