"""Label smoothing: targets that are a little less sure, so that no output needs to become certain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.ranges import Real
from core.regularisers.regulariser import RegulariserRule

LABEL_SMOOTHING = RegulariserRule(
    label="label smoothing",
    symbol="ε",
    amount=Real(0.0, 1.0),
    tex=r"y'_k = (1 - \varepsilon)\, y_k + \tfrac{\varepsilon}{K}",
    source="Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the inception architecture, CVPR 2016",
    about="Training aims at softened targets; the test loss is taken of the true ones.",
    probabilities=True,
    stackable=True,
    amounts_may_differ=True,
)


def smoothed(y: NDArray[np.float64], amount: float, choices: int) -> NDArray[np.float64]:
    """y′ = (1 − ε) y + ε / K, with K the classes of a softmax, or 2 for a yes or no; PyTorch's and Keras's formula."""
    return (1.0 - amount) * y + amount / choices
