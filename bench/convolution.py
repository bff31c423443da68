"""Is a convolution fast?  A recorded step of a small convolutional network against hand and PyTorch.

28×28×1, 8 filters of 3 × 3, max pooling of 2, 10 classes, batches of 32.  `./scripts/bench-core` prints this too; with
`--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import sys

from bench import by_core
from bench.by_hand_images import CLASSES, FILTERS, POOL, SIDE, SIZE, by_hand
from bench.contest import REFERENCE, contest, problem_of, run
from bench.contestants import HAVE_TORCH
from bench.core_step import Goal
from bench.nets import Net, images
from bench.peer import Peer, Problem
from core import Conv2d, Data, Dense, Initialiser, Loss, MaxPool2d, Optimizer, Spec

KEPT = 8
STEPS_OF_AN_EPOCH = 16
HE = Initialiser("he_normal")
SPEC = Spec(
    Data("given"),
    (Conv2d(FILTERS, SIZE, initialiser=HE), MaxPool2d(POOL), Dense(CLASSES, "softmax")),
    Loss("categorical_cross_entropy", "mean"),
    Optimizer("sgd", 0.01),
    batch_size=32,
    seed=4,
)
GOALS = (
    Goal("core record", REFERENCE, True, 1.3),
    Goal("torch hooks", "core record", False, 1.5),
    # It keeps references where the others copy eight megabytes.
    Goal("torch cheapest", "core record", False, 1.5, aim=True),
)


def net() -> Net:
    """Random pictures in random classes."""
    x, y = images()
    return Net("28×28, 8 filters, pool, 10", SPEC, (x.reshape(-1, 1, SIDE, SIDE), y), small=False)


def contestants(chosen: Net, problem: Problem) -> list[Peer]:
    """Everybody who can train this network here."""
    peers = [by_hand(problem, recorded=True), by_hand(problem, recorded=False)]
    peers += [make(chosen, problem) for make in (by_core.record, by_core.run)]
    if HAVE_TORCH:
        from bench.by_torch_images import cheapest, hooked

        peers += [cheapest(problem), hooked(problem)]
    return peers


def hold(rounds: int) -> bool:
    """The contest of this network."""
    chosen = net()
    problem = problem_of(chosen, (SIDE**2, FILTERS, CLASSES), STEPS_OF_AN_EPOCH, KEPT)
    return contest(chosen.name, contestants(chosen, problem), GOALS, rounds)


if __name__ == "__main__":
    sys.exit(run(__doc__, "cnn", hold))
