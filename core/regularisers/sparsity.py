"""Sparsity: every unit of the code shall be on as often as a target rate says, which is seldom."""

from core.options import Option
from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

SPARSITY = RegulariserRule(
    label="sparsity",
    symbol="β",
    amount=Real(0.0, 100.0),
    tex=r"L = L_{\text{data}} + \beta \sum_j \rho \log \tfrac{\rho}{r_j} + (1 - \rho) \log \tfrac{1 - \rho}{1 - r_j}",
    source="Ng, Sparse autoencoder, CS294A lecture notes, Stanford 2011; Lee, Ekanadham and Ng, NIPS 2007",
    about="A term of the loss: how far the mean activation r of each unit of the narrowest hidden layer over the batch "
    "is from the target rate ρ. It needs sigmoids there.",
    term=True,
    activations=("sigmoid",),
    options={"rate": Option(0.05, Real(1e-3, 0.999), "target rate ρ")},
    stackable=True,
)
