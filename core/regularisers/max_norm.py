"""Max-norm: after every update, a unit whose incoming weights grew too long gets them shortened to the limit."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.layout import Slot
from core.line import Line
from core.ops.op import Array, Call, call
from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

if TYPE_CHECKING:
    from core.buffers import Buffers

MAX_NORM_LINE = Line(
    "update",
    r"($theta + $update) \cdot \frac{$room}{$length} - $theta",
    lambda theta, update, room, length: (theta + update) * (room / length) - theta,
    lambda at: abs(at["theta"]) + abs(at["update"]),
)

MAX_NORM = RegulariserRule(
    label="max-norm",
    symbol="c",
    amount=Real(0.0, 1e3),
    tex=r"w_j \leftarrow w_j \cdot \min\left(1, \tfrac{c}{\lVert w_j \rVert}\right)",
    source="Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, J. Mach. Learn. Res. 15, 2014",
    about="After each update no unit's incoming weights, its bias apart, are longer than c.",
    stackable=True,
)


def max_norm_calls(limit: float, frozen: NDArray[np.bool_] | None, buffers: Buffers) -> list[Call]:
    """update = projection(parameters + proposed) − parameters, for the weights of every unit; biases are left alone.

    Frozen weights stay where they are: the others of their unit are shortened until all together fit.  Where nothing
    is too long, the update is the proposed one to the last bit.  Keras adds 1e-7 to the norm, torch.renorm too.
    """
    start = buffers.layout.blocks["parameter"].start
    blocks = [buffers.block(name) for name in ("parameter", "proposed", "update")]
    calls = [call(np.copyto, blocks[2], blocks[1])]
    for slot in (slot for slot in buffers.layout.parameters() if slot.role == "weight"):
        W, proposed, update = (weights_in(block, slot, start) for block in blocks)
        fixed = None if frozen is None else weights_in(frozen, slot, start)
        calls += project(W, proposed, update, limit, fixed, buffers)
    return calls


def weights_in(flat: Array, slot: Slot, start: int) -> Array:
    """The weights of a layer (out, in), without biases, in something as long as all parameters."""
    rows, width = slot.shape[0], slot.strides[0]
    first = slot.offset - start
    table = flat[..., first : first + rows * width].reshape(*flat.shape[:-1], rows, width, copy=False)
    return table[..., : prod(slot.shape[1:])]


def room_and_length(
    W: Array, proposed: Array, fixed: NDArray[np.bool_] | None, limit: float, unit: int
) -> tuple[float, float]:
    """How long the free weights of a unit may be, and how long they would be; all tables are (out, in)."""
    free = np.ones(W.shape[1]) if fixed is None else np.where(fixed[unit], 0.0, 1.0)
    held = float(np.hypot.reduce(W[unit] * (1.0 - free)))
    room = limit if fixed is None or not fixed.any() else max(limit * limit - held * held, 0.0) ** 0.5
    return room, float(np.hypot.reduce((W[unit] + proposed[unit]) * free))


def project(
    W: Array, proposed: Array, update: Array, limit: float, fixed: NDArray[np.bool_] | None, buffers: Buffers
) -> list[Call]:
    """One layer: w ← w · c / ‖w‖ where ‖w‖ > c, with c² less by the squares of what is frozen."""
    free = np.ones(W.shape) if fixed is None else np.where(fixed, 0.0, 1.0)
    after, over = buffers.scratch(W.shape), np.zeros(W.shape, dtype=bool)
    size, factor = (buffers.scratch((*W.shape[:-1], 1)) for _ in range(2))
    room, prepare = room_of(W, 1.0 - free, limit, buffers)
    return [
        *prepare,
        call(np.add, W, proposed, after),
        call(np.multiply, after, free, after),
        call(np.hypot.reduce, after, -1, None, size, True),
        call(np.greater, size, room, over),
        call(np.logical_and, over, free > 0.0, over),
        call(np.divide, room, size, factor),
        call(np.multiply, after, factor, after),
        call(np.subtract, after, W, after),
        call(np.copyto, update, after, where=over),
    ]


def room_of(W: Array, fixed: Array, limit: float, buffers: Buffers) -> tuple[Array, list[Call]]:
    """How long the free weights of each unit may be, √max(c² − Σ frozen², 0), and the calls that keep it true."""
    room: Array = np.full((*W.shape[:-1], 1), limit)
    if not fixed.any():
        return room, []
    held, length = buffers.scratch(W.shape), buffers.scratch(room.shape)
    return room, [
        call(np.multiply, W, fixed, held),
        call(np.hypot.reduce, held, -1, None, length, True),
        call(np.multiply, length, length, length),
        call(np.subtract, buffers.constant(limit * limit), length, room),
        call(np.maximum, room, buffers.constant(0.0), room),
        call(np.sqrt, room, room),
    ]
