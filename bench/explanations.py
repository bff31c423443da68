"""Is an explanation there before anybody waits?

The chain rule: from an edge to its deltas, and on along the largest term to the loss.  The tug of war: the share of
every example.  The path ledger: all routes to the loss counted and added, the largest of them found.

    python bench/explanations.py [--check]

`./scripts/bench-core` prints this too; it takes a second.
Milliseconds, the median over the edges of all layers and the largest; for the chain rule all derivations together.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core import RECIPES, Program, Step, compile_program
from core.explain import explain, tug_of_war
from core.explain.routes import path_ledger
from viz.explain.parts import place_at

# Name of the recipe, shape, most milliseconds for the chain rule and the tug of war, and for the routes.
NETWORKS = (("spiral", "2-8-8-8-1", 20.0, 20.0), ("mnist", "784-64-10", 100.0, 100.0),
            ("cnn", "6 kernels", 100.0, 100.0), ("adding_lstm", "LSTM", 100.0, 500.0))  # fmt: skip
ROUNDS = 9

Edge = tuple[str, tuple[int, ...]]
Explanation = Callable[[Program, Step, Edge], object]


def to_the_loss(program: Program, step: Step, edge: Edge) -> int:
    """Follow the largest term until L is reached: how many derivations that took."""
    path, index = edge
    for count in range(1, len(program.network.ops) + 2):
        largest, _ = explain(program, step, path, index).largest(1)
        if not largest or largest[0].path.startswith("L"):
            return count
        path, index = largest[0].path, largest[0].index
    raise AssertionError("every way leads to the loss")


def pulled(program: Program, step: Step, edge: Edge) -> object:
    """The shares of all examples."""
    return tug_of_war(program, step, *edge)


def routed(program: Program, step: Step, edge: Edge) -> object:
    """The path ledger of the whole batch."""
    return path_ledger(program, step, *edge, partial(place_at, program))


def milliseconds(explanation: Explanation, program: Program, step: Step, edge: Edge) -> float:
    """The time it takes for one edge."""
    start = time.perf_counter()
    explanation(program, step, edge)
    return 1e3 * (time.perf_counter() - start)


def measured(explanation: Explanation, program: Program, step: Step) -> list[float]:
    """The median time for an edge of every layer."""
    edges = [(one.path, tuple(n // 2 for n in one.shape)) for one in program.layout.parameters()]
    return [median(milliseconds(explanation, program, step, edge) for _ in range(ROUNDS)) for edge in edges]


def main() -> int:
    """Print one line for each network and explanation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit status 1 when a limit is missed")
    check, missed = parser.parse_known_args()[0].check, 0
    for recipe, shape, limit, of_routes in NETWORKS:
        program = compile_program(RECIPES[recipe])
        step = program.advance(program.start())[1]
        for name, explanation, most in (("chain rule", to_the_loss, limit), ("tug of war", pulled, limit),
                                        ("routes", routed, of_routes)):  # fmt: skip
            taken = measured(explanation, program, step)
            missed += max(taken) > most
            print(f"{shape:>10} {name:>10}: {median(taken):6.2f} ms, at most {max(taken):6.2f} ms; limit {most:.0f} ms")
    return int(missed > 0 and check)


if __name__ == "__main__":
    sys.exit(main())
