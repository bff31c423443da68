"""Skip links: the output of an earlier layer, added to that of a later one of the same width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import SpecError
from core.spec.checks import frozen_list
from core.spec.limits import shown
from core.spec.parts import Dense
from core.spec.recurrent import GRU, LSTM, Embedding, SimpleRNN, StepDense

if TYPE_CHECKING:
    from core.spec.layers import Layer

Skip = tuple[str, str]
# Layers whose outputs are lists of units, or such a list at every step.
Linked = Dense | SimpleRNN | LSTM | GRU | StepDense | Embedding


def checked_skips(skips: Any, names: tuple[str, ...], layers: tuple[Layer, ...]) -> tuple[Skip, ...]:
    """Pairs of names that fit each other, each at most once."""
    checked: list[Skip] = []
    for entry in frozen_list("skips", skips):
        pair = checked_pair(entry, names)
        if pair in checked:
            raise SpecError(f"skips names {link(pair)} twice: expected each link at most once.")
        check_widths(pair, names, layers)
        checked.append(pair)
    return tuple(checked)


def checked_pair(entry: Any, names: tuple[str, ...]) -> Skip:
    """One link: from x or a hidden layer to a later hidden layer."""
    known = ("x", *names[:-1])
    pair = isinstance(entry, (tuple, list)) and len(entry) == 2 and all(isinstance(name, str) for name in entry)
    if not pair or not all(name in known for name in entry):
        raise SpecError(
            f"skips has the entry {shown(entry)}: expected pairs such as h1, h3 from {', '.join(known)}; "
            "the output layer takes none, since its loss reads what its activation gives."
        )
    start, end = entry
    if known.index(start) >= known.index(end):
        raise SpecError(f"skips has {link((start, end))}: expected a link from an earlier layer to a later one.")
    return start, end


def check_widths(pair: Skip, names: tuple[str, ...], layers: tuple[Layer, ...]) -> None:
    """Both ends are equally wide; how wide x is comes with the data."""
    ends = [layers[names.index(name)] for name in pair if name != "x"]
    widths = [layer.units for layer in ends if isinstance(layer, Linked)]
    if len(widths) < len(ends):
        raise SpecError(f"skips has {link(pair)}: expected links between layers of units, which are added one by one.")
    if len(set(widths)) > 1:
        raise SpecError(
            f"skips has {link(pair)} and {pair[0]} has {widths[0]} units, {pair[1]} {widths[1]}: "
            "expected layers of equal width, since their outputs are added unit by unit."
        )


def possible(widths: dict[str, int]) -> list[Skip]:
    """All links between things of equal width, given x and the hidden layers in their order."""
    known = list(widths)
    return [(start, end) for j, end in enumerate(known) for start in known[:j] if widths[start] == widths[end]]


def link(pair: Skip) -> str:
    """h1→h3."""
    return f"{pair[0]}→{pair[1]}"
