"""Do replicas pay?  64 recorded runs in one plan against 64 recorded runs one after the other, all of our own core.

`./scripts/bench-core` prints this behind the core's own table; with `--check` a missed goal is a failure.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import argparse
import sys
from dataclasses import replace

import numpy as np

from bench.nets import Net, nets
from bench.peer import Peer
from bench.timing import measure
from core import Spec, compile_program
from core.replicas import compile_replicas

REPLICAS = 64
# Steps that are recorded in one go, by both; all of them stay until the next.
CHUNK = 64
TOLERANCE = 1e-12
GOALS = {"2-4-1": 12.0, "2-4-2-1": 9.0, "2-8-8-8-1": 5.0}


def rates(net: Net) -> list[Spec]:
    """A sweep of learning rates: all replicas see the same batches."""
    rate = net.spec.learning_rate
    return [net.spec.with_learning_rate(rate * (0.5 + k / REPLICAS)) for k in range(REPLICAS)]


def seeds(net: Net) -> list[Spec]:
    """Other seeds: every replica has starting weights and batches of its own."""
    return [replace(net.spec, seed=k) for k in range(REPLICAS)]


def stacked(net: Net, specs: list[Spec]) -> Peer:
    """All in one plan; train(n) is n chunks."""
    replicas = compile_replicas(specs, net.data)
    state = replicas.start()
    room = np.zeros((CHUNK, REPLICAS * replicas.layout.size))
    recorded = None

    def train(chunks: int) -> None:
        nonlocal state, recorded
        for _ in range(chunks):
            recorded = replicas.record(state, CHUNK, into=room)
            state = recorded.state

    return Peer("stacked", train, lambda: {"rows": recorded.rows[-1]})


def separate(net: Net, specs: list[Spec]) -> Peer:
    """One program after the other."""
    programs = [compile_program(spec, net.data) for spec in specs]
    states = [program.start() for program in programs]
    room = np.zeros((REPLICAS, CHUNK, programs[0].layout.size))

    def train(chunks: int) -> None:
        for _ in range(chunks):
            for r, program in enumerate(programs):
                states[r] = program.record(states[r], CHUNK, into=room[r]).state

    return Peer("separate", train, lambda: {"rows": room[:, -1].copy()})


def contest(net: Net, name: str, specs: list[Spec], rounds: int) -> bool:
    """Verify, measure and report; tells whether the goal was met."""
    one, other = stacked(net, specs), separate(net, specs)
    for peer in (one, other):
        peer.train(1)
    gap = np.max(np.abs(one.numbers()["rows"] - other.numbers()["rows"]))
    if not gap < TOLERANCE:
        print(f"  {net.name} {name}: stacked and separate runs differ by {gap:g}")
        return False
    times = measure([one, other], rounds)
    ratio, goal = times.ratio("separate", "stacked"), GOALS[net.name]
    best = [times.best(peer.name) / CHUNK / REPLICAS for peer in (one, other)]
    verdict = "ok" if ratio >= goal else "MISSED"
    print(f"  {verdict:7}{net.name:11}{name:7}{ratio:6.1f} times as fast  (at least {goal:g})", end="")
    print(f"   {best[0]:.2f} and {best[1]:.2f} µs per replica and step")
    return ratio >= goal


def main() -> int:
    """Run the contest on every small network, for a sweep of rates and for seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    parser.add_argument("--rounds", type=int, default=25, help="rounds to take the median of, at least 9")
    parser.add_argument("--only", help="measure one network, such as 2-4-1")
    options = parser.parse_args()
    print(f"\n{REPLICAS} recorded replicas   (against as many separate recorded runs)")
    chosen = [net for net in nets() if net.name in GOALS and options.only in (None, net.name)]
    kinds = {"rates": rates, "seeds": seeds}
    met = [contest(net, name, kind(net), max(9, options.rounds)) for net in chosen for name, kind in kinds.items()]
    return 1 if options.check and not all(met) else 0


if __name__ == "__main__":
    sys.exit(main())
