"""What keeps a network from learning its examples by heart, in menu order; a spec lists those that are on."""

from core.regularisers.activation_l1 import ACTIVATION_L1
from core.regularisers.batch_norm import BATCH_NORM
from core.regularisers.clip_norm import CLIP_NORM, clip_norm_calls
from core.regularisers.clip_value import CLIP_VALUE, clip_value_calls
from core.regularisers.dropconnect import DROPCONNECT
from core.regularisers.dropout import DROPOUT
from core.regularisers.input_noise import INPUT_NOISE
from core.regularisers.l1 import L1
from core.regularisers.l2 import L2
from core.regularisers.label_smoothing import LABEL_SMOOTHING, smoothed
from core.regularisers.max_norm import MAX_NORM, max_norm_calls
from core.regularisers.penalty import Penalty
from core.regularisers.regulariser import RegulariserRule
from core.regularisers.sparsity import SPARSITY

REGULARISERS: dict[str, RegulariserRule] = {
    "l2": L2,
    "l1": L1,
    "activation_l1": ACTIVATION_L1,
    "sparsity": SPARSITY,
    "dropout": DROPOUT,
    "dropconnect": DROPCONNECT,
    "batch_norm": BATCH_NORM,
    "label_smoothing": LABEL_SMOOTHING,
    "input_noise": INPUT_NOISE,
    "clip_norm": CLIP_NORM,
    "clip_value": CLIP_VALUE,
    "max_norm": MAX_NORM,
}

__all__ = [
    "REGULARISERS",
    "Penalty",
    "RegulariserRule",
    "clip_norm_calls",
    "clip_value_calls",
    "max_norm_calls",
    "smoothed",
]
