"""Back-propagation through time in numbers: how much of the gradient reaches each step of a sequence."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from core.layout import Layout
from core.narrate import norm
from core.network import Network
from core.ops.op import Array
from core.spec import Spec
from core.spec.recurrent import Recurrent

TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What reaches the steps of one recurrent layer, at each of some recorded rows.

    states: ‖∂L/∂h_t‖ over units and batch for t = 0, 1, 2, …, as (rows, steps + 1);  inputs: ‖∂L/∂x_t‖ of what the
    layer reads at the steps 1, 2, …, as (rows, steps);  the last column belongs to the last step.
    """

    layer: str
    states: Array
    inputs: Array

    def at_lag(self, lag: int) -> Array:
        """‖∂L/∂h‖ so many steps before the last one, per row."""
        return np.asarray(self.states[:, -1 - lag])

    def faded(self, lag: int) -> Array:
        """How many times smaller the gradient is at this lag than one step before the last, per row."""
        return np.asarray(self.at_lag(1) / np.maximum(self.at_lag(lag), TINY))


def flows(spec: Spec, network: Network, layout: Layout, rows: Array) -> tuple[Flow, ...]:
    """The flow through each recurrent layer, first to last, at rows (n, size)."""
    built = zip(spec.layers, network.layers, strict=True)
    return tuple(
        Flow(
            one.name,
            over_states(layout, one.name, rows),
            over_steps(layout, one.source, steps_of(layout, one.name), rows),
        )
        for layer, one in built
        if isinstance(layer, Recurrent)
    )


def steps_of(layout: Layout, layer: str) -> int:
    """How many steps the sequence has."""
    return layout.slot(f"{layer}/z").shape[1]


def over_states(layout: Layout, layer: str, rows: Array) -> Array:
    """The norm of the adjoint of every state, h_0 included."""
    first, count = layout.slot(f"{layer}/t=0/a", "adjoint"), steps_of(layout, layer) + 1
    return norms(rows[:, first.offset : first.offset + count * prod(first.shape)], count)


def over_steps(layout: Layout, path: str, steps: int, rows: Array) -> Array:
    """The norm of the adjoint of a sequence at every step; nothing, (n, 0), where it has none."""
    if (path, "adjoint") not in layout:
        return np.zeros((len(rows), 0))
    slot = layout.slot(path, "adjoint")
    return norms(rows[:, slot.offset : slot.offset + prod(slot.shape)], steps)


def norms(numbers: Array, steps: int) -> Array:
    """(n, steps · k) → (n, steps)."""
    return norm(numbers.reshape(len(numbers) * steps, -1)).reshape(len(numbers), steps)
