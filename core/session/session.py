"""One person's run: frozen, changed only by the transitions beside it, kept under one key by the screens."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import NonFiniteError
from core.history import History
from core.program import Program
from core.spec import Spec
from core.step import Step
from core.stops import Stopped


@dataclass(frozen=True, slots=True)
class Session:
    """What is trained, what was recorded, and where the person is looking.

    cursor: the step on the screen;  run: changes whenever what lies ahead of the cursor is no longer true;
    revision: counts edits and changed controls;  notice: one sentence on what the last change did, or "";
    stopped: the condition that ended the recorded rows;  passed: those that were played past.
    """

    program: Program
    history: History
    cursor: int
    playing: bool = False
    selected: str = ""
    run: int = 0
    revision: int = 0
    fault: NonFiniteError | None = None
    notice: str = ""
    stopped: Stopped | None = None
    passed: tuple[Stopped, ...] = ()

    @property
    def spec(self) -> Spec:
        """The spec that computes what comes next."""
        return self.program.spec

    @property
    def step(self) -> Step:
        """The step under the cursor."""
        return self.history.step(self.cursor)
