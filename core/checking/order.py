"""Which parameters are checked first: what somebody looks at, what is largest, then all others, scattered."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, prod

import numpy as np

from core.checking.comparison import Place
from core.layout import Layout
from core.step import Step

GOLDEN = 0.6180339887498949


def size_of(layout: Layout) -> int:
    """How many parameters there are."""
    return sum(prod(slot.shape) for slot in layout.parameters())


def largest(step: Step) -> list[Place]:
    """The largest entry of the gradient in each tensor, the largest of all first."""
    found = []
    for slot in step.layout.parameters():
        sizes = np.abs(step.gradient(slot.path))
        index = tuple(int(i) for i in np.unravel_index(int(sizes.argmax()), slot.shape))
        found.append((float(sizes[index]), (slot.path, index)))
    return [place for _, place in sorted(found, key=lambda one: -one[0])]


def scattered(step: Step, turn: int) -> Iterator[Place]:
    """All parameters once, from this turn on; neighbours are far apart, and another step begins elsewhere."""
    slots, total = step.layout.parameters(), size_of(step.layout)
    stride, bounds = stride_of(total), np.cumsum([prod(slot.shape) for slot in slots])
    for k in range(turn, total):
        flat = (step.index + k) * stride % total
        place = int(np.searchsorted(bounds, flat, side="right"))
        inside = flat - (int(bounds[place - 1]) if place else 0)
        yield slots[place].path, tuple(int(i) for i in np.unravel_index(inside, slots[place].shape))


def turn_of(step: Step, place: Place) -> int:
    """When this parameter comes in the scattered order."""
    total, flat = size_of(step.layout), 0
    for slot in step.layout.parameters():
        if slot.path == place[0]:
            flat += int(np.ravel_multi_index(place[1], slot.shape))
            break
        flat += prod(slot.shape)
    return (flat * pow(stride_of(total), -1, total) - step.index) % total


def stride_of(total: int) -> int:
    """About a golden section of so many places, without a factor in common: steps of it come by all of them."""
    return next(stride for stride in range(max(1, round(GOLDEN * total)), 2 * total + 1) if gcd(stride, total) == 1)


def owner(layout: Layout, place: Place) -> Place | None:
    """The parameter behind a name: tied weights belong to the layer that they are copied from; None where none is."""
    path, index = place
    if (path, "value") not in layout:
        return None
    slot = layout.slot(path)
    if slot.role != "tied":
        return place if slot in layout.parameters() else None
    position = slot.places()[index]
    for known in layout.parameters():
        for found in np.argwhere(known.places() == position).tolist():
            return known.path, tuple(found)
    return None
