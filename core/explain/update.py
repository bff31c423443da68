"""From the gradient of one weight to what is added to it: the optimizer's own lines with the numbers of the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from core.buffers import Buffers
from core.explain.derivation import Index
from core.explain.places import index_of, position_of
from core.explain.worked import Worked, work
from core.layout import Slot
from core.line import Line, Numbers
from core.ops.op import Array
from core.optimizers import OPTIMIZERS
from core.optimizers.together import Joint, Together
from core.plan import squares_of
from core.program import Program
from core.regularisers.clip_norm import CLIP_NORM_LINE
from core.regularisers.clip_value import CLIP_VALUE_LINE
from core.regularisers.max_norm import MAX_NORM_LINE, room_and_length, weights_in
from core.spec.selectors import freezing
from core.start import frozen_mask
from core.state import State
from core.step import Step

FROZEN_LINE = Line("update", "0", lambda: 0.0)
ADDED_LINE = Line("theta", "$theta + $update", lambda theta, update: theta + update)
# Memory that has the name of something else.
BEFORE = {"theta": "theta_before", "g": "g_before"}


@dataclass(frozen=True, slots=True)
class Update:
    """What becomes of the gradient of one parameter in one step.

    path, index: of the layer that owns it;  before, after: what the optimizer remembers, field by field;  known: all
    numbers before the first line;  final: behind the last;  frozen: the selector that freezes it, or None;
    pulls: what of the gradient is the pull of a penalty.
    """

    path: str
    index: Index
    lines: tuple[Worked, ...]
    before: Numbers
    after: Numbers
    known: Numbers
    final: Numbers
    recorded: float
    frozen: str | None
    pulls: Numbers

    @property
    def error(self) -> float:
        """The largest relative difference between a line and what was recorded of it."""
        return max(line.error if isfinite(line.value) else float("inf") for line in self.lines)

    @property
    def plain(self) -> float:
        """What plain gradient descent at the same rate would have added."""
        return -self.known["learning_rate"] * self.known["g"]


class At:
    """One place of the flat vectors of a recorded step, whose blocks all have the same order."""

    def __init__(self, program: Program, step: Step, before: State, position: int) -> None:
        self.program, self.step, self.spec = program, step, program.spec
        self.rule = OPTIMIZERS[program.spec.optimizer.name]
        self.blocks = program.layout.blocks
        self.start = self.blocks["parameter"].start
        self.place = position - self.start
        self.settings = self.spec.optimizer.settings | {"learning_rate": float(step.value("learning_rate"))}
        self.before = self.memory(before.vector[before.model.size :])
        self.after = self.memory(step.row[self.blocks["memory"]])
        owners = ((slot, index_of(slot, position)) for slot in program.layout.parameters())
        self.slot, self.index = next((slot, index) for slot, index in owners if index is not None)
        self.frozen = freezing(self.spec.frozen, self.slot.path, self.index)

    def flat(self, block: str) -> Array:
        """A block of the row."""
        return self.step.row[self.blocks[block]]

    def number(self, block: str) -> float:
        """What this parameter has there."""
        return float(self.flat(block)[self.place])

    def memory(self, flat: Array) -> dict[str, Array]:
        """Fields as flat vectors, then single numbers, 0-d."""
        size = self.blocks["parameter"].stop - self.start
        fields = self.rule.fields_of(self.spec.optimizer.settings)
        named = {field: flat[k * size : (k + 1) * size] for k, field in enumerate(fields)}
        rest = flat[len(fields) * size :]
        return named | {name: rest[k] for k, name in enumerate(self.rule.scalars)}

    def remembered(self, memory: Mapping[str, Array]) -> dict[str, float]:
        """What is remembered of this parameter, and the single numbers."""
        return {name: float(part[self.place] if np.ndim(part) else part) for name, part in memory.items()}


def explain_update(program: Program, step: Step, before: State, path: str, index: Index) -> Update:
    """The way of one gradient through a recorded step, whose state was `before`."""
    at = At(program, step, before, position_of(program.layout.slot(path), index))
    known = starting(at)
    with np.errstate(all="ignore"):  # A step that overflowed is recorded, and is explained as it is.
        lines, numbers = all_lines(at, known)
    return Update(
        at.slot.path,
        at.index,
        lines,
        at.remembered(at.before),
        at.remembered(at.after),
        known,
        numbers,
        at.number("update"),
        at.frozen,
        {name: at.number(f"pull:{name}") for name, _ in program.network.penalties},
    )


def all_lines(at: At, known: Numbers) -> tuple[tuple[Worked, ...], dict[str, float]]:
    """Clipping, the optimizer's own, and what is made of its step; with all numbers behind the last."""
    clipping, numbers = work(clip_lines(at), known, {"g": at.number("clipped")} if "clipped" in at.blocks else {})
    stepping, numbers = rule_lines(at, numbers)
    ending, numbers = work(last_lines(at, numbers), numbers, {"update": at.number("update")})
    return (*clipping, *stepping, *ending), numbers


def starting(at: At) -> dict[str, float]:
    """The numbers before the first line, by the names that lines have for them."""
    memory = {BEFORE.get(name, name): value for name, value in at.remembered(at.before).items()}
    numbers = {**at.settings, **memory, "g": at.number("gradient"), "theta": at.number("parameter")}
    if at.spec.amount("clip_norm"):
        numbers["gradient_norm"] = float(at.step.value("gradient_norm"))
    return numbers | {name: at.spec.amount(name) for name in ("clip_norm", "clip_value")}


def clip_lines(at: At) -> tuple[Line, ...]:
    """By norm first, then by value, as far as they are on."""
    lines = {"clip_norm": CLIP_NORM_LINE, "clip_value": CLIP_VALUE_LINE}
    return tuple(line for name, line in lines.items() if at.spec.amount(name))


def rule_lines(at: At, numbers: Numbers) -> tuple[tuple[Worked, ...], dict[str, float]]:
    """The optimizer's lines; of a frozen parameter none where the gradients of all are used together."""
    if at.rule.joint and at.frozen:
        return (), {**numbers, "update": 0.0}
    joint = at.rule.joint_numbers(together(at)) if at.rule.joint else Joint({}, {})
    numbers = {**numbers, **joint.numbers}
    expected = {BEFORE.get(name, name): value for name, value in at.remembered(at.after).items()}
    if not at.frozen:
        expected["update"] = at.number("proposed" if "proposed" in at.blocks else "update")
    return work(at.rule.lines(at.settings, numbers), numbers, {**expected, **joint.expected})


def together(at: At) -> Together:
    """All parameters of the step."""
    frozen = frozen_mask(at.spec.frozen, at.program.layout)
    gradient = at.flat("clipped" if "clipped" in at.blocks else "gradient")
    buffers = Buffers(at.program.layout)
    buffers.block("data")[...] = at.flat("data")
    squares = squares_of(at.spec, at.program.network, buffers, frozen)
    free = gradient if frozen is None else np.where(frozen, 0.0, gradient)
    return Together(free, at.before, at.flat("parameter"), at.settings, squares, at.place)


def last_lines(at: At, numbers: dict[str, float]) -> tuple[Line, ...]:
    """What is frozen stays; weights of a unit that became too long are shortened; then the update is added."""
    if at.frozen:
        return FROZEN_LINE, ADDED_LINE
    if "proposed" in at.blocks and at.slot.role == "weight":
        numbers["room"], numbers["length"] = lengths(at, at.slot)
        if numbers["length"] > numbers["room"]:
            return MAX_NORM_LINE, ADDED_LINE
    return (ADDED_LINE,)


def lengths(at: At, slot: Slot) -> tuple[float, float]:
    """How long the free weights of the unit may be, and how long they would be."""
    frozen = frozen_mask(at.spec.frozen, at.program.layout)
    fixed = None if frozen is None else weights_in(frozen, slot, at.start)
    W, proposed = (weights_in(at.flat(block), slot, at.start) for block in ("parameter", "proposed"))
    return room_and_length(W, proposed, fixed, at.spec.amount("max_norm"), at.index[0])
