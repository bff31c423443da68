"""What of a step is explained, and how the person wants to read it; one frozen part of the view."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from core import session as sessions
from core.program import Program
from core.session import Session


@dataclass(frozen=True, slots=True)
class Lit:
    """Parts of the network that an explanation lights on the stage, by the names of the stage; the last one brightest.

    note: one line about them;  of: the run and the step they belong to: elsewhere they are not lit;
    scene: what else a walk through the step says of `lit` in docs/stage.md: soft, tag and moment.
    """

    parts: tuple[str, ...]
    note: str
    of: tuple[int, int]
    scene: dict[str, Any] = field(default_factory=dict)

    def header(self) -> dict[str, Any]:
        """As it goes to the browser."""
        return {"parts": self.parts, "note": self.note} | self.scene


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a walk through a step has come.  granularity: how far one press goes;  position: products that are done;
    of: the run and the step it is about.
    """

    granularity: str = "product"
    position: int = 0
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """trail: the way from the selected number to the one that is explained;  aspect: which explanation of it;
    example: its place in the training examples, None for all of the batch together;  notation: how symbols are written;
    walked: how far a walk through the step has come;
    dial: from the weight to the second point of the weight dial, reach: how far its curve goes to either side.
    """

    trail: tuple[str, ...] = ()
    aspect: str = "chain_rule"
    example: int | None = None
    notation: str = "ours"
    lit: Lit | None = field(default=None)
    walked: Walked = field(default_factory=Walked)
    dial: float = 0.5
    reach: float = 2.0


def lit_now(lit: Lit | None, session: Session) -> Lit | None:
    """What is lit at the step on the screen: nothing while it plays, nothing that belongs to another step."""
    if lit is None or session.playing or lit.of != (session.run, session.cursor):
        return None
    return lit


def example_shown(reading: Reading, session: Session) -> int | None:
    """Whose numbers stand on the nodes: the chosen example's; during a walk those of the one that is walked, which is
    the first of the batch where no other of it was chosen.
    """
    lit, program = lit_now(reading.lit, session), session.history.program_at(session.cursor)
    walks = lit is not None and "moment" in lit.scene and program.batch > 1
    if not walks or sessions.row_of(session, reading.example) is not None:
        return reading.example
    return int(program.batches.indices(session.cursor)[0])


def from_the_start(reading: Reading) -> Reading:
    """What is selected itself, not a number on the way from there to the loss; a route from before goes dark."""
    walks = reading.lit is not None and "moment" in reading.lit.scene
    return replace(reading, trail=(), lit=reading.lit if walks else None)


def still_read(reading: Reading, before: Program, program: Program) -> Reading:
    """Without the chosen example, where other examples are trained on now."""
    return reading if program.examples is before.examples else replace(reading, example=None)
