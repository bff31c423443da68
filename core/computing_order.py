"""In which order the numbers of a row come about: forward through the layers, the loss, backward, the updates."""

from __future__ import annotations

import re

from core.layout import Layout, Slot

PARAMETERS = ("weight", "bias", "scale", "tied", "masked_weight")
TIME = re.compile(r"/t=(\d+)/")
TIMED = ("sum", "gate", "cell", "state")
BETWEEN = (*TIMED, "weighted_sum", "moment", "normalised", "pre_activation", "branch", "activation")
FORWARD = (*PARAMETERS, *BETWEEN, "slope")
BACKWARD = (*reversed(BETWEEN), "masked_weight", "weight", "bias", "scale", "tied")


def computing_order(layout: Layout) -> list[Slot]:
    """All slots from the data to the updates; the first non-finite one in this order is where a fault began."""
    layers = layers_of(layout)
    slots = [slot for slot in layout if slot.role in ("data", "mask")]
    for layer in layers:
        slots += of_layer(layout, layer, "value", FORWARD)
    slots += [slot for slot in layout if slot.role == "loss"]
    for layer in reversed(layers):
        slots += of_layer(layout, layer, "adjoint", BACKWARD)
    for role in ("route", "pull", "norm", "clipped", "statistic", "rate", "memory", "proposed"):
        slots += [slot for slot in layout if slot.role == role]
    return slots + [slot for slot in layout if slot.kind == "update"]


def of_layer(layout: Layout, layer: str, kind: str, roles: tuple[str, ...]) -> list[Slot]:
    """The slots of one layer and kind, by role."""
    found = [slot for slot in layout if slot.kind == kind and slot.path.split("/")[0] == layer and slot.role in roles]
    return sorted(found, key=lambda slot: place_of(slot, roles))


def layers_of(layout: Layout) -> list[str]:
    """The names of all layers that compute something, from the first to the last: h1, h2, …, out."""
    found = {slot.path.split("/")[0] for slot in layout if slot.role == "activation"}
    return sorted(found, key=lambda name: int(name[1:]) if name[1:].isdigit() else len(found))


def place_of(slot: Slot, roles: tuple[str, ...]) -> tuple[int, int, int]:
    """By role; what belongs to the steps of a sequence goes along it first, and backward from its end."""
    found = TIME.search(slot.path)
    if found is None or slot.role not in TIMED:
        return roles.index(slot.role), 0, 0
    time = int(found[1]) if slot.kind == "value" else -int(found[1])
    return min(roles.index(role) for role in TIMED), time, roles.index(slot.role)
