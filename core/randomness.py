"""Randomness has no state here: a generator is made on demand from (seed, name, index), so any step can be replayed."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def generator(seed: int, name: str, index: int = 0) -> np.random.Generator:
    """The generator of one quantity; the same three give the same numbers, and no other name is disturbed."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode()), index])))
