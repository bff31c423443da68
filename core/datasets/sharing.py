"""Examples are made once and shared: by everybody who holds them, and for a while after nobody does."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from core.datasets.dataset import Examples

if TYPE_CHECKING:
    from core.spec.parts import Data

MOST_SETS = 32
MOST_BYTES = 64_000_000


class Shared:
    """Calls `make` once per data: as long as anybody has the examples, everybody gets the same ones.

    The latest are kept, at most 32 of them and 64 MB, so that opening a recipe again is quick.
    """

    def __init__(self, make: Callable[[Data], Examples]) -> None:
        self._make = make
        self._held: WeakValueDictionary[Data, Examples] = WeakValueDictionary()
        self._latest: dict[Data, Examples] = {}
        self._lock = Lock()

    def __call__(self, data: Data) -> Examples:
        """The examples of this data."""
        with self._lock:
            examples = self._held.get(data) or self._make(data)
            self._held[data] = examples
            self._latest.pop(data, None)
            self._latest[data] = examples
            self._let_go()
        return examples

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._latest.clear()

    def _let_go(self) -> None:
        """The oldest go; the latest one stays."""
        used = sum(examples.nbytes for examples in self._latest.values())
        while len(self._latest) > 1 and (used > MOST_BYTES or len(self._latest) > MOST_SETS):
            used -= self._latest.pop(next(iter(self._latest))).nbytes
