"""A recorded number taken apart for writing: of which layer, example and time it is, and which of the units there."""

from __future__ import annotations

from dataclasses import dataclass

Place = int | str
Places = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """h1/t=3/i:z[5,0] is the z of the gate i of h1, which is layer 1, at the time 3, for the example 5, of the unit 0.

    inner: what stands between layer and letter;  example, time: None where there is none;  alone: whether it is the
    only example;  index: counted from 0, or a letter for any of them;  path, entry: as it is recorded.
    """

    path: str
    entry: Places
    layer: str
    number: int
    letter: str
    inner: tuple[str, ...]
    index: Places
    example: Place | None
    time: Place | None
    alone: bool
    is_delta: bool

    @property
    def shown_example(self) -> Place | None:
        """The example, where there are others."""
        return None if self.alone else self.example


def from_first(place: Place, first: int) -> str:
    """A place that is counted from `first` instead of from 0; a letter stays what it is."""
    return str(place + first) if isinstance(place, int) else place


def below(places: Places, first: int = 0) -> str:
    """_{0,1}, or nothing."""
    return f"_{{{','.join(from_first(place, first) for place in places)}}}" if places else ""


def above(marks: list[str], between: str = r"\,") -> str:
    """^{h1}, or nothing."""
    return f"^{{{between.join(marks)}}}" if marks else ""


def at_time(time: Place | None) -> list[str]:
    """⟨3⟩, or nothing."""
    return [] if time is None else [rf"\langle {time} \rangle"]
