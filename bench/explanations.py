"""Is an explanation there before anybody waits?  From an edge to its deltas, and on along the largest term to the loss.

    python bench/explanations.py [--check]

`./scripts/bench-core` prints this too; it takes a second.
Milliseconds for all derivations on the way together, the median over edges of every layer.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core import RECIPES, Program, Step, compile_program
from core.explain import explain

# Name of the recipe, shape, most milliseconds.
NETWORKS = (("spiral", "2-8-8-8-1", 20.0), ("mnist", "784-64-10", 100.0), ("cnn", "6 kernels", 100.0),
            ("adding_lstm", "LSTM", 100.0))  # fmt: skip
ROUNDS = 9


def to_the_loss(program: Program, step: Step, path: str, index: tuple[int, ...]) -> int:
    """Follow the largest term until L is reached: how many derivations that took."""
    for count in range(1, len(program.network.ops) + 2):
        largest, _ = explain(program, step, path, index).largest(1)
        if not largest or largest[0].path.startswith("L"):
            return count
        path, index = largest[0].path, largest[0].index
    raise AssertionError("every way leads to the loss")


def milliseconds(program: Program, step: Step, path: str, index: tuple[int, ...]) -> float:
    """The time it takes for one edge."""
    start = time.perf_counter()
    to_the_loss(program, step, path, index)
    return 1e3 * (time.perf_counter() - start)


def main() -> int:
    """Print one line for each network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit status 1 when a limit is missed")
    check, missed = parser.parse_known_args()[0].check, 0
    for recipe, shape, limit in NETWORKS:
        program = compile_program(RECIPES[recipe])
        step = program.advance(program.start())[1]
        edges = [(one.path, tuple(n // 2 for n in one.shape)) for one in program.layout.parameters()]
        taken = [median(milliseconds(program, step, *edge) for _ in range(ROUNDS)) for edge in edges]
        missed += max(taken) > limit
        print(f"{shape:>10}: {median(taken):6.2f} ms, at most {max(taken):6.2f} ms; limit {limit:.0f} ms")
    return int(missed > 0 and check)


if __name__ == "__main__":
    sys.exit(main())
