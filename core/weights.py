"""The weights of a layer by themselves: from one state to another, as text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from core.errors import BackflowError, nearest
from core.layout import Slot
from core.ops.op import Array
from core.spec.checks import check_even, frozen_numbers
from core.spec.limits import shown
from core.spec.text import parse
from core.state import State
from core.transfer import listed

VERSION = 1
MOST_LAYERS = 100
# Names are short and printable, so that a sentence may repeat them.
LONGEST_NAME = 20
# Per layer by name: W (out, in), b (out,), with batch normalisation also gamma (out,) and the running statistics.
Layer = Mapping[str, Array]
Weights = Mapping[str, Layer]


def weights_of(state: State) -> Weights:
    """All parameters and running statistics of a state, by layer and name."""
    found: dict[str, dict[str, Array]] = {}
    for slot in model_slots(state):
        layer, name = slot.path.split("/")
        found.setdefault(layer, {})[name] = state.vector[state.layout.in_state(slot)]
    return found


def model_slots(state: State) -> list[Slot]:
    """What an evaluation needs."""
    return [slot for slot in state.layout.carried_slots() if slot.role != "memory"]


def transfer_layer(state: State, layer: str, other_state: State, other_layer: str) -> State:
    """The state with the weights of `layer` replaced by those of a layer of another state, of equal shapes."""
    return with_layer(state, layer, layer_of(weights_of(other_state), other_layer), other_layer)


def layer_of(weights: Weights, layer: str) -> Layer:
    """The weights of one layer; where there is only one, that one, whatever its name."""
    if layer not in weights and len(weights) == 1:
        return next(iter(weights.values()))
    if layer not in weights:
        raise BackflowError(
            f"These weights have no layer {shown(layer)}: {nearest(layer, weights)}; "
            "expected that layer among them, or the weights of a single layer."
        )
    return weights[layer]


def with_layer(state: State, layer: str, given: Layer, source: str) -> State:
    """The state with these weights in `layer`; `source` is what they are called in the sentences that refuse them."""
    known = weights_of(state)
    if layer not in known:
        raise BackflowError(f"There is no layer {shown(layer)} here: {nearest(layer, known)}.")
    if set(given) != set(known[layer]):
        raise BackflowError(
            f"{layer} has {listed(list(known[layer]))}, and {source} has {listed(list(given))}: "
            "expected the same of both."
        )
    vector = state.vector.copy()
    for slot in (slot for slot in model_slots(state) if slot.path.startswith(f"{layer}/")):
        values = given[slot.path.split("/")[1]]
        check_values(slot, values, source)
        vector[state.layout.in_state(slot)] = values
    return State(state.layout, state.step, vector)


def check_values(slot: Slot, values: Array, source: str) -> None:
    """The shape must fit, every number must be finite, and a variance must not be negative."""
    if slot.shape != values.shape:
        raise BackflowError(
            f"{slot.path} has the shape {slot.shape}, and that of {source} has {values.shape}: "
            "expected layers of equal width with inputs of equal width."
        )
    if not np.isfinite(values).all() or ("/variance" in slot.path and (values < 0.0).any()):
        raise BackflowError(f"{slot.path} of {source} holds a number that it cannot hold: expected finite numbers, "
                            "and a variance of 0 or more.")  # fmt: skip


def weights_text(state: State, layer: str = "") -> str:
    """The weights of one layer, or of all, as JSON text that `from_weights_text` reads back to the last bit."""
    chosen = {name: one for name, one in weights_of(state).items() if name == layer or not layer}
    if not all(np.isfinite(array).all() for one in chosen.values() for array in one.values()):
        raise BackflowError(
            f"At step {state.step:,} not all weights are finite: expected a step before training overflowed."
        )
    lists = {name: {part: array.tolist() for part, array in one.items()} for name, one in chosen.items()}
    return json.dumps({"version": VERSION, "step": state.step, "weights": lists})


def from_weights_text(text: str) -> Weights:
    """Weights from JSON text; bad text or numbers raise SpecError with a sentence."""
    content = parse(text, "The weights text", '{"weights": {"h1": {"W": [[0.5]], "b": [0]}}}')
    version = content.pop("version", VERSION)
    if version != VERSION:
        raise BackflowError(f"version is {shown(version)}: this program reads version {VERSION}.")
    content.pop("step", None)
    if set(content) != {"weights"}:
        raise BackflowError(
            f"The weights text has the fields {shown(list(content))}: expected weights, perhaps a step."
        )
    layers = named(content["weights"], "weights", MOST_LAYERS)
    return {layer: {part: array_of(f"{layer}/{part}", numbers) for part, numbers in named(parts, layer, 10).items()}
            for layer, parts in layers.items()}  # fmt: skip


def named(content: object, where: str, most: int) -> dict[str, object]:
    """An object with at most so many short names."""
    if not isinstance(content, dict) or not 0 < len(content) <= most:
        raise BackflowError(f"{where} is {shown(content)}: expected an object with 1 to {most} names.")
    for name in content:
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise BackflowError(f"{where} has the name {shown(name)}: expected names such as h1, W or b.")
    return content


def array_of(name: str, numbers: object) -> Array:
    """One matrix or vector, every number checked against the range of pasted weights."""
    values = frozen_numbers(name, numbers, "parameter")
    check_even(name, values)
    return np.array(values, dtype=np.float64)
