"""Who takes part, and the proof that all of them train the same numbers."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import numpy as np

from bench import by_core
from bench.by_hand import Train, two_eight_eight_eight_one, two_four_two_one, xor
from bench.by_hand_digits import digits, digits_adam
from bench.nets import Net
from bench.peer import Array, Numbers, Peer, Problem
from bench.room import Room

HAVE_TORCH = importlib.util.find_spec("torch") is not None
TOLERANCE = 1e-12

BY_HAND: dict[str, Callable[[Room, Array], Train]] = {
    "2-4-1": xor,
    "2-4-2-1": two_four_two_one,
    "2-8-8-8-1": two_eight_eight_eight_one,
    "784-64-10": digits,
    "784-64-10 Adam": digits_adam,
}


def by_hand(problem: Problem, recorded: bool) -> Peer:
    """The step written by hand, with or without its ring."""
    room = Room(problem)
    train_from = BY_HAND[problem.name](room, np.array(-problem.learning_rate))
    ring = room.ring if recorded else None
    done = 0

    def train(steps: int) -> None:
        nonlocal done
        train_from(done, steps, ring)
        done += steps

    return Peer(f"hand {'record' if recorded else 'run'}", train, lambda: room.numbers(recorded))


def contestants(net: Net, problem: Problem) -> list[Peer]:
    """Everybody who can train this network here."""
    peers = [
        by_hand(problem, recorded=True),
        by_hand(problem, recorded=False),
        *(make(net, problem) for make in (by_core.record, by_core.run, by_core.advance)),
    ]
    if HAVE_TORCH:
        from bench.by_torch import cheapest, hooked

        peers += [cheapest(problem), hooked(problem)]
    return peers


def differences(peers: list[Peer], steps: int = 3) -> list[str]:
    """Train every contestant some steps and compare all numbers after each with those of the first."""
    found = []
    for step in range(steps):
        for peer in peers:
            peer.train(1)
        expected = peers[0].numbers()
        for peer in peers[1:]:
            found += [f"{peer.name}: {name} is off after step {step}" for name in unequal(peer.numbers(), expected)]
    return found


def unequal(numbers: Numbers, expected: Numbers) -> list[str]:
    """The names whose numbers differ by more than the tolerance; an unknown name is an error."""
    return [name for name, array in numbers.items() if not np.max(np.abs(array - expected[name])) < TOLERANCE]
