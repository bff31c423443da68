"""Dropconnect: every step leaves some weights of the hidden layers out."""

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

DROPCONNECT = RegulariserRule(
    label="dropconnect",
    symbol="p",
    amount=Real(0.0, 0.95),
    tex=r"V_{ji} = \frac{M_{ji}}{1 - p}\, W_{ji}, \quad M_{ji} \in \{0, 1\},\ P(M_{ji} = 0) = p",
    source="Wan, Zeiler, Zhang, LeCun and Fergus, Regularization of neural networks using DropConnect, ICML 2013",
    about="One mask over the weights of the hidden layers for all examples of a step; a weight that is left out has a "
    "gradient of exactly 0. Evaluation uses all weights as they are.",
    stackable=True,
    amounts_may_differ=True,
)
