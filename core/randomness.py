"""Randomness has no state here: a generator is made on demand from (seed, name, index), so any step can be replayed."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def generator(seed: int, name: str, index: int = 0) -> np.random.Generator:
    """The generator of one quantity; the same three give the same numbers, and no other name is disturbed."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode()), index])))


class Stream:
    """Random numbers as a function of (seed, name, step), cheap to begin anew in every step.

    The numbers of a step are those that a counter gives behind its step number, so no step has to be drawn before it.
    """

    def __init__(self, seed: int, name: str) -> None:
        key = np.random.SeedSequence([seed, crc32(name.encode())]).generate_state(2, np.uint64)
        self._bits = np.random.Philox(key=key)
        self._begun = self._bits.state
        self._generator = np.random.Generator(self._bits)

    def at(self, step: int) -> np.random.Generator:
        """The generator of this step, at its beginning."""
        self._begun["state"]["counter"][1] = step
        self._bits.state = self._begun
        return self._generator
