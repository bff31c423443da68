"""Any step of a worked example, trained with both layers together or with the output layer first."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.program import Program, compile_program
from core.spec import Spec
from core.state import State
from core.step import Step


@dataclass(slots=True)
class Replay:
    """A run from its start; states that were reached are kept, so that a later step begins at the nearest."""

    spec: Spec
    output_first: bool = False
    program: Program = field(init=False)
    reached: dict[int, State] = field(init=False)
    other: Replay | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.program = compile_program(self.spec)
        self.reached = {0: self.program.start()}

    def step(self, at: int) -> Step:
        """What is computed after so many updates."""
        return self.program.advance(self.state(at))[1]

    def state(self, at: int) -> State:
        """The parameters after so many updates."""
        nearest = max(step for step in self.reached if step <= at)
        if nearest != at:
            self.reached[at] = self.trained(self.reached[nearest], at - nearest)
        return self.reached[at]

    def output_layer_first(self) -> Replay:
        """The same run with the output layer updated first, made when somebody asks."""
        if self.other is None:
            self.other = self if self.output_first else Replay(self.spec, output_first=True)
        return self.other

    def trained(self, state: State, steps: int) -> State:
        """So many updates on."""
        if not self.output_first:
            return self.program.run(state, steps)
        for _ in range(steps):
            state = output_first_update(self.program, state)
        return state


def output_first_update(program: Program, state: State) -> State:
    """One update of a network with one hidden layer, in the order that is a common slip.

    W2 ← W2 − η δ2 h, then δ1 = (W2ᵀ δ2) · slope with the new W2, then W1 ← W1 − η δ1 x.
    Shapes: δ2 (batch, outputs), W2 (outputs, hidden), slope (batch, hidden).
    """
    after, step = program.advance(state)
    delta = step.delta("out") @ after.parameter("out/W") * step.value("h1/slope")
    rate = program.spec.learning_rate
    changed = after.with_parameter("h1/W", step.parameter("h1/W") - rate * delta.T @ step.value("x"))
    if ("h1/b", "value") not in program.layout or "*/b" in program.spec.frozen:
        return changed
    return changed.with_parameter("h1/b", step.parameter("h1/b") - rate * delta.sum(axis=0))
