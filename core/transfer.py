"""From one network to another: what can be kept is kept, and what was not is said."""

from __future__ import annotations

from core.layout import Slot
from core.optimizers import OPTIMIZERS
from core.program import Program
from core.spec.layers import shaping, weighted
from core.state import State


def changes_structure(old: Program, new: Program) -> bool:
    """Whether rows of the old program mean something else in the new one, or another start was asked for."""
    same_rows = old.layout.slots == new.layout.slots and rules(old) == rules(new)
    same_start = (old.spec.seed, old.spec.initial, initialisers(old)) == (
        new.spec.seed,
        new.spec.initial,
        initialisers(new),
    )
    return not (same_rows and same_start)


def rules(program: Program) -> tuple[str, str]:
    """The optimizer and the schedule: what the memory means."""
    return program.spec.optimizer.name, program.spec.schedule.name


def initialisers(program: Program) -> tuple[object, ...]:
    """Everything that decides the starting weights."""
    return tuple((layer.initialiser, layer.bias_initialiser) for layer in weighted(program.spec.layers))


def transferred(old: Program, state: State, new: Program) -> tuple[State, bool, str]:
    """The state to go on from in the new program, whether all weights were kept, and a sentence on it.

    Another seed, initialiser or pasted start asks for new weights; otherwise every parameter that exists in both with
    the same shape is kept, and when all are, the step count goes on, with the memory of the same optimizer and of the
    same schedule.
    """
    start = new.start()
    if fresh_start_wanted(old, new):
        return start, False, "New weights, as asked for; training starts again at step 0."
    shapes = {slot.path: slot.shape for slot in old.layout.parameters()}
    kept = [slot.path for slot in new.layout.parameters() if shapes.get(slot.path) == slot.shape]
    lost = [slot.path for slot in new.layout.parameters() if slot.path not in kept and not is_neutral(slot, shapes)]
    for path in kept:
        start = start.with_parameter(path, state.parameter(path))
    if not lost:
        return with_memory(old, state, new, start), True, kept_sentence(old, new)
    return start, False, reset_sentence(kept, lost)


def is_neutral(slot: Slot, shapes: dict[str, tuple[int, ...]]) -> bool:
    """Whether a parameter is new and begins where it changes little: the scales of a normalisation, at 1."""
    return slot.role == "scale" and slot.path not in shapes


def with_memory(old: Program, state: State, new: Program, start: State) -> State:
    """The state `start` at the old step, with every statistic and every part of the memory that both programs have."""
    optimizer, schedule = (before == after for before, after in zip(rules(old), rules(new), strict=True))
    had = {slot.path: slot for slot in memory_of(old)}
    vector = start.vector.copy()
    for slot in memory_of(new):
        if slot.path in had and (slot.role == "statistic" or (schedule if is_schedule(slot) else optimizer)):
            vector[new.layout.in_state(slot)] = state.vector[old.layout.in_state(had[slot.path])]
    return State(new.layout, state.step, vector)


def memory_of(program: Program) -> list[Slot]:
    """All that running statistics, optimizer and schedule remember."""
    return [slot for slot in program.layout if slot.kind == "value" and slot.role in ("memory", "statistic")]


def is_schedule(slot: Slot) -> bool:
    """Whether it is the schedule that remembers this."""
    return slot.path.startswith("schedule:")


def kept_sentence(old: Program, new: Program) -> str:
    """All weights stay; another optimizer with a memory begins it anew."""
    rule = OPTIMIZERS[new.spec.optimizer.name]
    remembers = rule.scalars or rule.fields_of(new.spec.optimizer.settings)
    if rules(old)[0] == rules(new)[0] or not remembers:
        return "All weights were kept; training goes on."
    return f"All weights were kept; training goes on with {rule.label}, whose memory starts anew."


def fresh_start_wanted(old: Program, new: Program) -> bool:
    """Another seed, other pasted weights, or other initialisers on the same layers."""
    if (old.spec.seed, old.spec.initial) != (new.spec.seed, new.spec.initial):
        return True
    same_layers = [shaping(layer) for layer in old.spec.layers] == [shaping(layer) for layer in new.spec.layers]
    return same_layers and initialisers(old) != initialisers(new)


def reset_sentence(kept: list[str], lost: list[str]) -> str:
    """Which parameters start anew and which stayed."""
    said = f"{listed(lost)} changed shape and got new weights; training starts again at step 0."
    return f"{said} {listed(kept)} kept their weights." if kept else said


def listed(paths: list[str]) -> str:
    """a, b and c."""
    return paths[0] if len(paths) == 1 else f"{', '.join(paths[:-1])} and {paths[-1]}"
