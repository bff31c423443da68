"""Input noise: every step sees its examples somewhere near where they are, as if there were more of them."""

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

INPUT_NOISE = RegulariserRule(
    label="input noise",
    symbol="σ",
    amount=Real(0.0, 2.0),
    tex=r"x'_i = x_i + \sigma\, \xi_i, \quad \xi_i \sim N(0, 1)",
    source="Bishop, Training with noise is equivalent to Tikhonov regularization, Neural Computation 7, 1995",
    about="New noise on the inputs of every step, decided by seed and step; none when the network is evaluated.",
    stackable=True,
    amounts_may_differ=True,
)
