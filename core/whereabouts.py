"""Where a training example is: which step reads it next, and the way there."""

from __future__ import annotations

from core.batches import Batches
from core.session import Session, step_forward
from core.spec import Spec


def next_step_with(session: Session, example: int) -> int | None:
    """The first step after the cursor that has this example in its batch; None where it is none of the examples.

    Every epoch has every example once, so two epochs of steps are enough to look through.
    """
    batches = session.program.batches
    if not 0 <= example < batches.examples:
        return None
    most = 2 * -(-batches.examples // batches.size)
    ahead = range(session.cursor + 1, session.cursor + most + 1)
    return next((step for step in ahead if example in batches_at(session, step).indices(step)), None)


def batches_at(session: Session, step: int) -> Batches:
    """What chose the examples of a recorded step, or will choose those of a later one.

    Programs of the past are compiled anew where they were not kept, so those that choose alike stand for each other.
    """
    history = session.history
    alike = step > history.last or choosing(history.spec_at(step)) == choosing(session.spec)
    return session.program.batches if alike else history.program_at(step).batches


def choosing(spec: Spec) -> tuple[object, ...]:
    """All that the examples of a step depend on."""
    return spec.data, spec.batch_size, spec.seed


def forward_to(session: Session, step: int) -> Session:
    """Step by step to a later step, at rest; a fault ends the way."""
    while session.cursor < step and (session.fault is None or session.cursor < session.fault.step):
        session = step_forward(session)
    return session
