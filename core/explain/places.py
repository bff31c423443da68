"""Numbers by their position in the row: one number may go by many names, such as h1/z, h1/t=3/z and h1/t=3/i:z."""

from __future__ import annotations

from core.errors import BackflowError
from core.layout import PARAMETERS, Slot

# What all examples share; everything else that has two axes or more has the examples first.
SHARED = (*PARAMETERS, "tied", "masked_weight", "moment", "statistic", "loss")

Index = tuple[int, ...]


def position_of(slot: Slot, index: Index) -> int:
    """Where in the row an entry lies."""
    fits = len(index) == len(slot.shape) and all(0 <= i < n for i, n in zip(index, slot.shape, strict=True))
    if not fits:
        raise BackflowError(
            f"The index {list(index)} is not inside {slot.path}, which has the shape {slot.shape}: expected one number "
            "from 0 on for each axis."
        )
    return slot.offset + sum(i * stride for i, stride in zip(index, slot.strides, strict=True))


def index_of(slot: Slot, position: int) -> Index | None:
    """Which entry lies at a position; None where it is another's."""
    rest, index = position - slot.offset, [0] * len(slot.shape)
    for axis in sorted(range(len(slot.shape)), key=lambda axis: -slot.strides[axis]):
        if slot.shape[axis] > 1:
            index[axis], rest = divmod(rest, slot.strides[axis])
    fits = rest == 0 and all(0 <= i < n for i, n in zip(index, slot.shape, strict=True))
    return tuple(index) if fits else None


def example_of(slot: Slot, index: Index) -> int | None:
    """The row of the batch that an entry belongs to."""
    return index[0] if is_batched(slot) else None


def is_batched(slot: Slot) -> bool:
    """Whether there is one of these for every example."""
    return slot.role not in SHARED and not slot.path.endswith("/W:mask")
