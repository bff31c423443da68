"""What keeps a network from learning its examples by heart, in menu order; a spec lists those that are on."""

from core.regularisers.input_noise import INPUT_NOISE
from core.regularisers.l1 import L1
from core.regularisers.l2 import L2
from core.regularisers.label_smoothing import LABEL_SMOOTHING, smoothed
from core.regularisers.penalty import Penalty
from core.regularisers.regulariser import RegulariserRule

REGULARISERS: dict[str, RegulariserRule] = {
    "l2": L2,
    "l1": L1,
    "label_smoothing": LABEL_SMOOTHING,
    "input_noise": INPUT_NOISE,
}

__all__ = ["REGULARISERS", "Penalty", "RegulariserRule", "smoothed"]
