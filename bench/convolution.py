"""Is a convolution fast?  A recorded step of a small convolutional network against hand and PyTorch.

28×28×1, 8 filters of 3 × 3, max pooling of 2, 10 classes, batches of 32.  `./scripts/bench-core` prints this too; with
`--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys

from bench import by_core
from bench.by_hand_images import CLASSES, FILTERS, POOL, SIDE, SIZE, by_hand
from bench.contestants import HAVE_TORCH, differences
from bench.core_step import Goal
from bench.nets import Net, images, parameters_of
from bench.peer import Peer, Problem
from bench.timing import measure
from core import Conv2d, Data, Dense, Initialiser, Loss, MaxPool2d, Optimizer, Spec

REFERENCE = "hand record"
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


def problem_of(chosen: Net) -> Problem:
    """Starting weights and the batches of some steps; what has weights is h1 and out."""
    program = chosen.compile()
    start = program.start()
    recorded = program.record(start, STEPS_OF_AN_EPOCH)
    steps = [program.step_from_row(int(k), row) for k, row in zip(recorded.steps, recorded.rows, strict=True)]
    batches = [(step.value("x").copy(), step.value("y").copy()) for step in steps]
    rate = SPEC.learning_rate
    return Problem(chosen.name, (SIDE**2, FILTERS, CLASSES), rate, parameters_of(program, start), batches, KEPT)


def contestants(chosen: Net, problem: Problem) -> list[Peer]:
    """Everybody who can train this network here."""
    peers = [by_hand(problem, recorded=True), by_hand(problem, recorded=False)]
    peers += [make(chosen, problem) for make in (by_core.record, by_core.run)]
    if HAVE_TORCH:
        from bench.by_torch_images import cheapest, hooked

        peers += [cheapest(problem), hooked(problem)]
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
    return all(goal.met(times) for goal in goals if not goal.aim)


def main() -> int:
    """Run the contest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--rounds", type=int, default=25, help="rounds to take the median of, at least 9")
    parser.add_argument("--only", help="measure one network, such as 2-4-1; this one is called cnn")
    options = parser.parse_args()
    met = options.only not in (None, "cnn") or contest(max(9, options.rounds))
    return 1 if options.check and not met else 0


if __name__ == "__main__":
    sys.exit(main())
