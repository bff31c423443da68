"""Is a sequence fast?  A recorded step of an LSTM against hand and PyTorch.

50 steps of 8 features, 32 units, one output behind the last step, batches of 16.  `./scripts/bench-core` prints this
too; with `--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import sys

import numpy as np

from bench import by_core
from bench.by_hand_lstm import BATCH, FEATURES, STEPS, UNITS, by_hand
from bench.contest import REFERENCE, contest, problem_of, run
from bench.contestants import HAVE_TORCH
from bench.core_step import Goal
from bench.nets import Net
from bench.peer import Peer, Problem
from core import Data, Dense, Loss, Optimizer, Spec
from core.spec import LSTM

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


def contestants(chosen: Net, problem: Problem) -> list[Peer]:
    """Everybody who can train this network here."""
    peers = [by_hand(problem, recorded=True), by_hand(problem, recorded=False)]
    peers += [make(chosen, problem) for make in (by_core.record, by_core.run)]
    if HAVE_TORCH:
        from bench.by_torch_lstm import cells, cheapest

        peers += [cheapest(problem), cells(problem)]
    return peers


def hold(rounds: int) -> bool:
    """The contest of this network."""
    chosen = net()
    problem = problem_of(chosen, (STEPS * FEATURES, UNITS, 1), EXAMPLES // BATCH, KEPT)
    return contest(chosen.name, contestants(chosen, problem), GOALS, rounds)


if __name__ == "__main__":
    sys.exit(run(__doc__, "lstm", hold))
