"""One step of all replicas as bound calls: the plan of a single run, bound to buffers of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.network import Network
from core.optimizers import Room
from core.plan import Stage, backward_stages, forward_stages, rate_stage, room_of, statistic_stages, update_stages
from core.replicas.buffers import StackedBuffers
from core.spec import Spec
from core.start import frozen_mask


def stages_of(specs: Sequence[Spec], network: Network, buffers: StackedBuffers) -> tuple[Stage, ...]:
    """Forward, backward, the rate of every replica, the update."""
    first = specs[0]
    shared = replace(network, penalties=joint_penalties(specs, network))
    frozen = frozen_mask(first.frozen, buffers.layout)
    return (
        *forward_stages(shared, buffers),
        *backward_stages(shared, buffers),
        *statistic_stages(network, buffers),
        *(rate_stage(spec, buffers.numbers_of(r)) for r, spec in enumerate(specs)),
        *update_stages(first, buffers, frozen, joint_room(specs, buffers, frozen)),
    )


def joint_penalties(specs: Sequence[Spec], network: Network) -> tuple[tuple[str, Any], ...]:
    """The penalties with the amounts of all replicas."""
    return tuple((name, joint([spec.amount(name) for spec in specs])) for name, _ in network.penalties)


def joint_room(specs: Sequence[Spec], buffers: StackedBuffers, frozen: NDArray[np.bool_] | None) -> Room:
    """Where the optimizer's calls read and write, with the settings of all replicas."""
    each = tuple(spec.optimizer.settings for spec in specs)
    settings = {name: joint([one[name] for one in each]) for name in each[0]}
    return replace(room_of(specs[0], buffers, None, frozen), settings=settings, each=each)


def joint(numbers: Sequence[float]) -> Any:
    """One number when all are the same, else (R, 1)."""
    return numbers[0] if len(set(numbers)) == 1 else np.array(numbers, dtype=np.float64)[:, None]
