"""L1 on activations: every activation of the code costs something, so that few of them are on at a time."""

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

ACTIVATION_L1 = RegulariserRule(
    label="L1 on the code",
    symbol="λ",
    amount=Real(0.0, 10.0),
    tex=r"L = L_{\text{data}} + \lambda \sum_j \lvert a_j \rvert",
    source="Ranzato, Poultney, Chopra and LeCun, Efficient learning of sparse representations, NIPS 2006; Keras",
    about="A term of the loss: the sum over the narrowest hidden layer, averaged or added over the batch as the loss "
    "is. Its pull on every activation is recorded, and flows back through the network.",
    term=True,
    stackable=True,
)
