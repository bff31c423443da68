"""Small changes of a spec that pull others along: of its data, of its layers, of its training."""

from core.spec.adjust.data import ENDINGS, EXACT, named, with_answer, with_batch, with_data
from core.spec.adjust.layers import (
    can_tie,
    hidden_text,
    possible_skips,
    with_activation,
    with_frozen,
    with_hidden,
    with_initialiser,
    with_skips,
    with_tie,
)
from core.spec.adjust.training import (
    with_loss,
    with_optimizer,
    with_option,
    with_reduction,
    with_regulariser,
    with_regulariser_option,
    with_schedule,
    with_schedule_option,
    with_stop,
)
from core.spec.typed import parse_widths

__all__ = [
    "ENDINGS",
    "EXACT",
    "can_tie",
    "hidden_text",
    "named",
    "parse_widths",
    "possible_skips",
    "with_activation",
    "with_answer",
    "with_batch",
    "with_data",
    "with_frozen",
    "with_hidden",
    "with_initialiser",
    "with_loss",
    "with_optimizer",
    "with_option",
    "with_reduction",
    "with_regulariser",
    "with_regulariser_option",
    "with_schedule",
    "with_schedule_option",
    "with_skips",
    "with_stop",
    "with_tie",
]
