"""A sum over examples, pixels and times written as one: Σ_n Σ_t δ · a."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from core.explain import Derivation, Term
from core.explain.places import is_batched
from core.ops import Conv2d
from viz.explain.chosen import Number
from viz.explain.factors import plain
from viz.explain.notations import Part, Place
from viz.explain.slopes import Named, named_slope
from viz.explain.symbols import Writer, part_of


@dataclass(frozen=True, slots=True)
class Running:
    """What the terms of a sum run over; the delta of one of them, to which all letters refer."""

    examples: bool
    times: bool
    pixels: bool
    delta: Part

    @property
    def signs(self) -> str:
        """Σ_n Σ_t."""
        over = {"n": self.examples, "t": self.times, "{y,x}": self.pixels}
        return "".join(rf"\sum_{letter} " for letter, runs in over.items() if runs)


def over_all(writer: Writer, derivation: Derivation) -> str:
    """Σ δ · a for each operation through which a shared number acts, then the pulls; else nothing."""
    kinds = dict.fromkeys(term.kind for term in derivation.terms if not term.path.startswith("L"))
    groups = [[term for term in derivation.terms if term.kind == kind] for kind in kinds]
    shared = not is_batched(writer.program.layout.slot(derivation.path))
    if not shared or not any(len(terms) > 1 for terms in groups):
        return ""
    number = derivation.path, derivation.index
    sums = [one_sum(writer, number, terms) for terms in groups]
    pulls = [writer.slope(number, term) for term in derivation.terms if term.path.startswith("L")]
    return " + ".join([*sums, *pulls]) if all(sums) else ""


def one_sum(writer: Writer, number: Number, terms: list[Term]) -> str:
    """Σ δ · a of the terms through one operation, or the only one; nothing where the slope of several has no name."""
    first, named = terms[0], named_slope(writer.program, number, terms[0])
    if len(terms) == 1:
        return r" \cdot ".join(name for name, _ in plain(writer, number, first))
    if named is None or not is_batched(writer.program.layout.slot(first.path)):
        return ""
    running = running_over(writer, terms)
    delta = writer.notation.adjoint(lettered(running.delta, running, writer, number))
    return f"{running.signs}{delta}{times(writer, running, number, named)}"


def times(writer: Writer, running: Running, number: Number, named: Named) -> str:
    """· a, or nothing where the slope is 1."""
    parts = [lettered(part_of(writer.program, part), running, writer, number) for part in named.parts]
    slope = named.written(*map(writer.notation.symbol, parts))
    return "" if slope == "1" else rf" \cdot {slope}"


def running_over(writer: Writer, terms: list[Term]) -> Running:
    """What is different from term to term."""
    apart = {(term.path, term.index[1:]): term for term in reversed(terms)}  # One of each place, whatever the example.
    parts = [part_of(writer.program, (term.path, term.index)) for term in reversed(apart.values())]
    examples, moments = {term.example for term in terms}, {part.time for part in parts}
    pixels = len(parts[0].index) == 3 and len({part.index for part in parts}) > 1
    return Running(len(examples) > 1, len(moments) > 1, pixels, parts[0])


def lettered(part: Part, running: Running, writer: Writer, number: Number) -> Part:
    """A number of one term with letters in place of what runs: n, t or t−1, y and x."""
    example, time, index = part.example, part.time, part.index
    if running.examples and example is not None:
        example = "n"
    if running.times and isinstance(time, int) and isinstance(running.delta.time, int):
        time = "t" if time == running.delta.time else f"t{time - running.delta.time:+d}"
    if running.pixels and len(index) == 3:
        index = (index[0], "y", "x") if part is running.delta else seen(index, writer, number)
    changed = replace(part, example=example, time=time, index=index)
    return replace(changed, path=at_any(part, time), entry=entered(part, changed))


def seen(index: tuple[Place, ...], writer: Writer, number: Number) -> tuple[Place, ...]:
    """Where the pixel lies that a weight of a kernel is multiplied with: sy + i − p, as the notation counts."""
    op = next(op for op in writer.program.network.ops if number[0] in op.inputs)
    assert isinstance(op, Conv2d)
    stride, first = op.window.stride, writer.notation.first
    moved = (place - op.window.padding + first * (1 - stride) for place in number[1][2:])
    return index[0], *(line(letter, stride, shift) for letter, shift in zip("yx", moved, strict=True))


def line(letter: str, stride: int, shift: int) -> str:
    """2y+1."""
    return f"{stride if stride > 1 else ''}{letter}{f'{shift:+d}' if shift else ''}"


def at_any(part: Part, time: Place | None) -> str:
    """h1/t=t/z for h1/t=3/z."""
    return part.path.replace(f"/t={part.time}/", f"/t={time}/")


def entered(part: Part, changed: Part) -> tuple[Place, ...]:
    """The index as it is recorded, with the same letters: example, time, then the unit or pixel.

    The data lie flat; here they are written in their shape, so that the letters have their places.
    """
    if part.example is None:
        return part.entry
    index = tuple(typed(place) for place in changed.index) if len(changed.index) == 3 else part.entry[-1:]
    if part.path == "x":
        index = tuple(typed(place) for place in changed.index)
    timed = part.time is not None and "/t=" not in part.path
    moment = [changed.time if isinstance(changed.time, str) else part.entry[1]] if timed else []
    return (part.entry[0] if isinstance(changed.example, int) else "n", *moment, *index)


def typed(place: Place) -> Place:
    """2*y+1 for 2y+1, as one types it."""
    return re.sub(r"^(\d+)(?=[yx])", r"\1*", place) if isinstance(place, str) else place
