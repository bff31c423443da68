"""A rhyme, character by character: from eight characters to the next."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.datasets.dataset import Array, DataRule
from core.datasets.shipped import content

STEPS = 8
ALPHABET = "abcdefghijklmnopqrstuvwxyz \n"
NAMES = (*ALPHABET[:-2], "space", "new line")


@lru_cache(maxsize=1)
def characters() -> Array:
    """The rhyme in small letters, without its punctuation, one-hot: (characters, 28); read-only."""
    text = content("rhyme/rhyme.txt").decode("ascii").lower().strip()
    places = [ALPHABET.index(letter) for letter in text if letter in ALPHABET]
    hot = np.eye(len(ALPHABET))[places]
    hot.setflags(write=False)
    return hot


def draw(rng: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """The first `samples` stretches of eight characters, and the character behind each."""
    hot = characters()
    x = np.stack([hot[place : place + STEPS].ravel() for place in range(samples)])
    return x + noise * rng.standard_normal(x.shape), hot[STEPS : STEPS + samples]


RHYME = DataRule(
    "rhyme",
    draw,
    "classes",
    STEPS * len(ALPHABET),
    len(ALPHABET),
    "eight characters of a rhyme: which comes next?",
    "sequences",
    NAMES,
    (STEPS, len(ALPHABET)),
    most=584,
)
