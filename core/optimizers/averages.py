"""Running averages, each as a pure function and as calls in place, rounded the way PyTorch rounds them."""

from __future__ import annotations

import numpy as np

from core.ops.op import Array, Call, call
from core.optimizers.room import Room


def average(old: Array, new: Array, weight: float) -> Array:
    """old + w (new − old); for w ≥ ½ as new − (new − old)(1 − w), which gives exactly `new` at w = 1."""
    return old + (new - old) * weight if weight < 0.5 else new - (new - old) * (1.0 - weight)


def average_calls(room: Room, old: Array, new: Array, weight: float | Array) -> list[Call]:
    """old = average(old, new, w)."""
    gap, small = room.scratch(), np.asarray(weight) < 0.5
    if small.all():
        share, end = weight, [call(np.add, old, gap, old)]
    elif not small.any():
        share, end = 1.0 - weight, [call(np.subtract, new, gap, old)]
    else:  # Replicas with weights on both sides of ½: some begin from old, the others, with −(1 − w), from new.
        share = np.where(small, weight, weight - 1.0)
        end = [call(np.copyto, old, new, where=~small), call(np.add, old, gap, old)]
    return [call(np.subtract, new, old, gap), call(np.multiply, gap, room.number(share), gap), *end]


def average_of_squares(old: Array, new: Array, kept: float) -> Array:
    """ρ · old + (1 − ρ) new²."""
    return old * kept + new * (1.0 - kept) * new


def average_of_squares_calls(room: Room, old: Array, new: Array, kept: float | Array) -> list[Call]:
    """old = average_of_squares(old, new, ρ)."""
    square = room.scratch()
    return [
        call(np.multiply, old, room.number(kept), old),
        call(np.multiply, new, room.number(1.0 - kept), square),
        call(np.multiply, square, new, square),
        call(np.add, old, square, old),
    ]
