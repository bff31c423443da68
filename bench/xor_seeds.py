"""How often does XOR succeed?  Counts the seeds that learn it, with four, three and two hidden units.

    ./scripts/xor-seeds

The setting is the tutorials': sigmoids, learning rate 0.1, full batch, ½ squared error added over the four corners,
standard normal weights, zero biases, at most 10,000 steps; learned means a mean squared error under 0.01.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace

import numpy as np

from core import RECIPES, Dense, Program, compile_program

STEPS = 10_000
CHUNK = 100
CORNERS = 4
LEARNED = 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """At which step a seed first had learned XOR (None: never), and whether it had at the end."""

    first: int | None
    at_the_end: bool


def program_for(seed: int, hidden: int) -> Program:
    """The recipe with another seed and width."""
    recipe = RECIPES["xor"]
    first, last = recipe.layers
    assert isinstance(first, Dense)
    return compile_program(replace(recipe, seed=seed, layers=(replace(first, units=hidden), last)))


def outcome(seed: int, hidden: int) -> Outcome:
    """Train one seed; every step's loss is looked at, from before the first step to after the last."""
    program = program_for(seed, hidden)
    place = program.layout.slot("L").offset
    state, losses = program.start(), []
    for _ in range(STEPS // CHUNK):
        recording = program.record(state, CHUNK)
        losses.append(recording.rows[:, place].copy())
        state = recording.state
    last = program.evaluate(state, program.examples.x, program.examples.y)
    learned = np.append(np.concatenate(losses), last) * 2 / CORNERS < LEARNED
    return Outcome(int(np.argmax(learned)) if learned.any() else None, bool(learned[-1]))


def report(hidden: int, outcomes: list[Outcome]) -> str:
    """One line of the table."""
    firsts = [outcome.first for outcome in outcomes if outcome.first is not None]
    ends = sum(outcome.at_the_end for outcome in outcomes)
    middle = f"{np.median(firsts):,.0f}" if firsts else "never"
    return f"{hidden:>8}{len(firsts):>12} of {len(outcomes)}{ends:>12} of {len(outcomes)}{middle:>14}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200, help="how many seeds, from 0 on")
    seeds = range(parser.parse_args().seeds)
    print(f"XOR, 2-n-1: seeds with a mean squared error under {LEARNED} within {STEPS:,} steps")
    print(f"{'hidden':>8}{'at any step':>19}{'at the end':>19}{'median step':>14}")
    for hidden in (4, 3, 2):
        print(report(hidden, [outcome(seed, hidden) for seed in seeds]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
