"""What a regulariser is to those who choose one: a name, an amount with its range, a formula and a source."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.options import Options
from core.ranges import Real
from core.regularisers.penalty import Penalty


@dataclass(frozen=True, slots=True)
class RegulariserRule:
    """A rule by name; `amount` is the range of its one number, called `symbol` in the formula.

    probabilities: whether it needs a loss whose targets are probabilities;  penalty: its term of the loss, if any;
    term: whether it is a term of the loss that depends on activations;  activations: those it needs;
    options: its other numbers;
    stackable: whether it also acts on many replicas at once;  amounts_may_differ: whether each has its own.
    """

    label: str
    symbol: str
    amount: Real
    tex: str
    source: str
    about: str
    probabilities: bool = False
    penalty: type[Penalty] | None = None
    term: bool = False
    activations: tuple[str, ...] = ()
    options: Options = field(default_factory=dict)
    stackable: bool = False
    amounts_may_differ: bool = False
