"""The files that come with the program: read when first asked for, checked by their hash, shared by everybody.

Each lies in a folder of its own beside its credits; `files/licences/` has the texts of the licences.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import BackflowError

FILES = Path(__file__).parent / "files"

SHA256 = {
    "mnist/mnist.npz": "b3efe335e089f245f51a6a7122adfbdb17aa73485a0a7aa605189deeb66d178b",
    "fashion/fashion.npz": "6ff815beb9eafc5e63443ae2bd36b712534dbfe03b93c9c1e33bf36a259becec",
    "digits/digits.npz": "6e6ffa277d4a10d1788786fd009ca00fecb41a50399de3a9d1118008b7cf637e",
    "iris/iris.csv": "e45b3035a7535e80906189261a7567bfa0937e3c98c52677270def2380a14f92",
    "penguins/penguins.csv": "6b1a3acdde62f9ba9e73576941a44b0329a188e5244150386680ad50004ad862",
    "breast_cancer/breast_cancer.npz": "72163af534801975d5a4518382ec2d6d53b5a2e55a63309e48732769136f323b",
    "sunspots/sunspots.csv": "74b8e3acb9886b68abe9c56f6081257d522e2cb2470f17dbf597b396f4ea1706",
    "rhyme/rhyme.txt": "34f380f7329546588266fc234a6743bffc9cffb4c526b939da98792c7a575d87",
}


def content(path: str) -> bytes:
    """The bytes of a file of the table; a file that is missing or was changed raises BackflowError."""
    file = FILES / path
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != SHA256[path]:
        raise BackflowError(f"The data file {path} is missing or was changed: expected it as shipped; install again.")
    return file.read_bytes()


@lru_cache(maxsize=len(SHA256))
def labelled(path: str) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Values (examples, inputs) and the number of each example's class, as they lie in the file; read-only."""
    if path.endswith(".npz"):
        with np.load(BytesIO(content(path)), allow_pickle=False) as arrays:
            values, labels = arrays["x"], arrays["y"].astype(np.intp)
    else:
        rows = table(path)
        values, labels = rows[:, :-1].copy(), rows[:, -1].astype(np.intp)
    for array in (values, labels):
        array.setflags(write=False)
    return values, labels


def table(path: str) -> NDArray[np.float64]:
    """The numbers of a file of comma-separated values with one line of names."""
    return np.asarray(np.loadtxt(BytesIO(content(path)), delimiter=",", skiprows=1))
