"""From one network to another: what can be kept is kept, and what was not is said."""

from __future__ import annotations

from core.program import Program
from core.state import State


def changes_structure(old: Program, new: Program) -> bool:
    """Whether rows of the old program mean something else in the new one, or another start was asked for."""
    same_rows = old.layout.slots == new.layout.slots
    same_start = (old.spec.seed, old.spec.initial, initialisers(old)) == (
        new.spec.seed,
        new.spec.initial,
        initialisers(new),
    )
    return not (same_rows and same_start)


def initialisers(program: Program) -> tuple[object, ...]:
    """Everything that decides the starting weights."""
    return tuple((layer.initialiser, layer.bias_initialiser) for layer in program.network.layers)


def transferred(old: Program, state: State, new: Program) -> tuple[State, bool, str]:
    """The state to go on from in the new program, whether all weights were kept, and a sentence on it.

    Another seed, initialiser or pasted start asks for new weights; otherwise every parameter that exists in both with
    the same shape is kept, and when all are, the step count goes on.
    """
    start = new.start()
    if fresh_start_wanted(old, new):
        return start, False, "New weights, as asked for; training starts again at step 0."
    shapes = {slot.path: slot.shape for slot in old.layout.parameters()}
    kept = [slot.path for slot in new.layout.parameters() if shapes.get(slot.path) == slot.shape]
    lost = [slot.path for slot in new.layout.parameters() if slot.path not in kept]
    for path in kept:
        start = start.with_parameter(path, state.parameter(path))
    if not lost:
        return State(new.layout, state.step, start.vector), True, "All weights were kept; training goes on."
    return start, False, reset_sentence(kept, lost)


def fresh_start_wanted(old: Program, new: Program) -> bool:
    """Another seed, other pasted weights, or other initialisers on the same layers."""
    if (old.spec.seed, old.spec.initial) != (new.spec.seed, new.spec.initial):
        return True
    same_layers = [layer.units for layer in old.network.layers] == [layer.units for layer in new.network.layers]
    return same_layers and initialisers(old) != initialisers(new)


def reset_sentence(kept: list[str], lost: list[str]) -> str:
    """Which parameters start anew and which stayed."""
    said = f"{listed(lost)} changed shape and got new weights; training starts again at step 0."
    return f"{said} {listed(kept)} kept their weights." if kept else said


def listed(paths: list[str]) -> str:
    """a, b and c."""
    return paths[0] if len(paths) == 1 else f"{', '.join(paths[:-1])} and {paths[-1]}"
