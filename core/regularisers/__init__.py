"""What keeps a network from learning its examples by heart, in menu order; a spec lists those that are on."""

from core.regularisers.input_noise import INPUT_NOISE
from core.regularisers.label_smoothing import LABEL_SMOOTHING, smoothed
from core.regularisers.regulariser import RegulariserRule

REGULARISERS: dict[str, RegulariserRule] = {
    "label_smoothing": LABEL_SMOOTHING,
    "input_noise": INPUT_NOISE,
}

__all__ = ["REGULARISERS", "RegulariserRule", "smoothed"]
