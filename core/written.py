"""Which adjoints have a contribution already, so that the next one is added to it."""

from __future__ import annotations


class Written:
    """Which stretches of a row have got a contribution; a stretch has got one as a whole or not at all."""

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []

    def is_new(self, start: int, stop: int) -> bool:
        """Whether nothing was written here before; from now on it is."""
        touching = [one for one in self._stretches if one[0] < stop and start < one[1]]
        if not touching:
            self._stretches.append((start, stop))
        covered = sum(min(stop, one[1]) - max(start, one[0]) for one in touching)
        assert covered in (0, stop - start), "some of these numbers have a contribution already, and some have not"
        return not touching
