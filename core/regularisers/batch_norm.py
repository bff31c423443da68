"""Batch normalisation: the weighted sums of every hidden unit get mean 0 and variance 1 over the batch."""

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

BATCH_NORM = RegulariserRule(
    label="batch normalisation",
    symbol="momentum",
    amount=Real(0.0, 1.0),
    tex=r"n_j = \frac{s_j - \mu_j}{\sqrt{v_j + \varepsilon}}, \quad z_j = \gamma_j n_j + b_j",
    source="Ioffe and Szegedy, Batch normalization, ICML 2015; momentum and ε as in PyTorch",
    about="Mean and variance are those of the batch, so gradients flow back by three routes: through the value, the "
    "mean and the variance. Evaluation uses running statistics, which follow with this momentum.",
    stackable=True,
)
