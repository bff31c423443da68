"""Whose numbers stand on the nodes of the stage: those of all of the batch together, or of one example."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from core import session as sessions
from core.session import Session
from viz.colour import Quantity
from viz.examples import name_of_example, target
from viz.sketch.choice import Of
from viz.sketch.numbers import edge_signals

# What is of all of the batch while the nodes show one example: weights are of none, and signals of the example too.
EDGES = {"adjoint": "edges: the gradient", "update": "edges: the update", "value": "squares: the gradient"}


@dataclass(frozen=True, slots=True)
class Whose:
    """place: the chosen training example, None where none is;  row: its row in the batch, None where the nodes show all
    of the batch;  name: in a word or two, "" where there is but one example;  says: in a sentence.
    """

    place: int | None
    row: int | None
    name: str
    says: str

    def header(self) -> dict[str, Any]:
        """As the stage is told of it (docs/stage.md)."""
        return {"place": self.place, "row": self.row, "name": self.name, "says": self.says}


def edges_of(quantity: Quantity, row: int | None) -> Of:
    """The numbers of the edges; what an edge carries is the example's too."""
    return partial(edge_signals, example=row) if quantity.of is edge_signals else quantity.of


def whose(session: Session, example: int | None, quantity: Quantity) -> Whose:
    """The example's, where every row that is sent has it in the same place: at rest, and where all are read at once."""
    program = session.history.program_at(session.cursor)
    together = f"all {program.batch:,} examples"
    mean = f"mean activation and summed delta of {together}." if program.batch > 1 else ""
    name = f"{program.batch:,} examples" if program.batch > 1 else ""
    if example is None or example >= len(program.examples.x):
        return Whose(None, None, name, mean and f"Discs and rings: {mean}")
    chosen = name_of_example(example)
    if session.playing and program.batches.shuffled:
        return Whose(example, None, name, f"Discs and rings, while it plays: {mean} Pause to see {chosen}.")
    row = sessions.row_of(session, example)
    if row is None:
        return Whose(example, None, name, f"Discs and rings: {mean} {chosen.capitalize()} is not among them.")
    what = target(program.examples, program.spec.data.name, program.spec.data.answer, example)
    edges = f"; {EDGES[quantity.kind]} of {together} of the batch" if program.batch > 1 else ""
    return Whose(example, row, chosen, f"Discs, rings and δ bars: {chosen}, {what}{edges}.")
