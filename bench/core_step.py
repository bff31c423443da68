"""Is the core fast?  Its step against a step written by hand in NumPy and against PyTorch keeping the same numbers.

`./scripts/bench-core` prints a table and the verdict on each goal; with `--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys
from dataclasses import dataclass

from bench.contestants import HAVE_TORCH, contestants, differences
from bench.nets import Net, nets, problem_of
from bench.timing import Times, measure

REFERENCE = "hand record"
NO_TORCH = "PyTorch is not installed: nothing is compared with it, and its goals are not checked."


@dataclass(frozen=True, slots=True)
class Goal:
    """`one` takes at most, or at least, `limit` times as long as `other`; an aim only reports."""

    one: str
    other: str
    at_most: bool
    limit: float
    aim: bool = False

    def met(self, times: Times) -> bool:
        """Whether the median ratio keeps to the limit."""
        ratio = times.ratio(self.one, self.other)
        return ratio <= self.limit if self.at_most else ratio >= self.limit

    def report(self, times: Times) -> str:
        """The goal, the ratio and the verdict in one line."""
        bound = "at most" if self.at_most else "at least"
        verdict = "ok" if self.met(times) else "short" if self.aim else "MISSED"
        ratio = times.ratio(self.one, self.other)
        return f"  {verdict:7}{self.one} / {self.other} = {ratio:.2f}  ({bound} {self.limit:g})"


def goals(small: bool) -> list[Goal]:
    """What the core has promised; `advance` makes a Step and a State for every step, so there 10 % is an aim."""
    always = [Goal("core record", REFERENCE, True, 1.3)]
    if small:
        always += [Goal("core record", "core run", True, 1.1), Goal("core advance", "core run", True, 1.1, aim=True)]
    if not HAVE_TORCH:
        return always
    if small:
        always += [Goal("torch cheapest", "core record", False, 10), Goal("torch hooks", "core record", False, 18)]
        return always
    return [*always, Goal("torch cheapest", "core record", False, 1.4)]


def contest(net: Net, rounds: int) -> bool:
    """Verify, measure and report one network; tells whether every goal was met."""
    problem = problem_of(net)
    peers = contestants(net, problem)
    different = differences(peers)
    if different:
        print(f"\n{net.name}: the contestants do not train the same numbers", *different, sep="\n  ")
        return False
    times = measure(peers, rounds)
    print(f"\n{net.name}   (ratio to '{REFERENCE}', least µs per step)")
    for peer in peers:
        print(f"  {peer.name:16}{times.ratio(peer.name, REFERENCE):8.2f}{times.best(peer.name):10.1f}")
    for goal in goals(net.small):
        print(goal.report(times))
    return all(goal.met(times) for goal in goals(net.small) if not goal.aim)


def main() -> int:
    """Run the contest on every network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--rounds", type=int, default=25, help="rounds to take the median of, at least 9")
    parser.add_argument("--only", help="measure one network, such as 2-4-1")
    options = parser.parse_args()
    if not HAVE_TORCH:
        print(NO_TORCH)
    chosen = [net for net in nets() if options.only in (None, net.name)]
    met = [contest(net, max(9, options.rounds)) for net in chosen]
    if not HAVE_TORCH:
        print(f"\n{NO_TORCH}")
    return 1 if options.check and not all(met) else 0


if __name__ == "__main__":
    sys.exit(main())
