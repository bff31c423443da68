"""Fair timing on a busy machine: short slices of all contestants in shuffled order, ratios within a round."""

from __future__ import annotations

import random
import time
from statistics import median

from bench.peer import Peer

SLICE = 0.008


class Times:
    """Processor time per step of every contestant in every round."""

    def __init__(self, seconds: dict[str, list[float]]) -> None:
        self.seconds = seconds

    def ratio(self, one: str, other: str) -> float:
        """How many times longer `one` takes than `other`: the median over the rounds."""
        return median(a / b for a, b in zip(self.seconds[one], self.seconds[other], strict=True))

    def best(self, name: str) -> float:
        """The least microseconds per step."""
        return min(self.seconds[name]) * 1e6


def measure(peers: list[Peer], rounds: int) -> Times:
    """Every round times one slice of every contestant."""
    steps = {peer.name: steps_for_a_slice(peer) for peer in peers}
    seconds: dict[str, list[float]] = {peer.name: [] for peer in peers}
    order = random.Random(1)
    for _ in range(rounds):
        for peer in order.sample(peers, len(peers)):
            seconds[peer.name].append(timed(peer, steps[peer.name]) / steps[peer.name])
    return Times(seconds)


def timed(peer: Peer, steps: int) -> float:
    """Seconds of processor time; time lost to neighbours on the machine does not count."""
    begin = time.process_time()
    peer.train(steps)
    return time.process_time() - begin


def steps_for_a_slice(peer: Peer) -> int:
    """How many steps fill a slice; warms up on the way."""
    steps = 4
    while timed(peer, steps) < SLICE:
        steps *= 2
    return steps
