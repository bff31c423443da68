"""Where to look for numbers that are not finite, and the sentence for training that overflowed."""

from __future__ import annotations

from core.errors import NonFiniteError
from core.layout import Layout
from core.optimizers import OPTIMIZERS
from core.spec import Spec


def watched(spec: Spec, layout: Layout) -> tuple[slice, ...]:
    """What of every row must be looked at: what is computed, and the memory.

    A bad update leaves bad parameters for ever, so those may be looked at once after many steps; where a bad gradient
    always leaves them or the memory so, that holds for gradient and memory too.
    """
    blocks = layout.blocks
    shown = OPTIMIZERS[spec.optimizer.name].passes_faults and not spec.frozen and "clipped" not in blocks
    if shown:
        return (slice(blocks["value"].start, blocks["backward"].stop),)
    return slice(blocks["value"].start, blocks["parameter"].start), blocks["memory"]


def fault_at(step: int, where: str) -> NonFiniteError:
    """The sentence for training that overflowed."""
    return NonFiniteError(
        step,
        where,
        f"Training stopped at step {step}: {where} is no longer finite. Go back and try a smaller learning rate.",
    )
