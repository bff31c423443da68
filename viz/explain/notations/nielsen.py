"""Nielsen's: C for the cost, layers numbered from the input = 1, and four equations with names.

Source: M. A. Nielsen, Neural Networks and Deep Learning, Determination Press 2015, chapter 2.
"""

from __future__ import annotations

from viz.explain.notations.letters import letter
from viz.explain.notations.notation import Equation, Notation, quotient
from viz.explain.notations.part import Part, above, at_time, below, from_first

# What goes in is the activation of layer 1.
OWN = {"W": "w", "x": "a"}


def scripts(part: Part) -> str:
    """_{j}^{l}, with the example before the layer."""
    example = [] if part.shown_example is None else [f"({from_first(part.shown_example, 1)})"]
    layer = [] if part.letter == "y" else [str(part.number + 1)]
    return below(part.index, 1) + above([*example, *layer, *part.inner, *at_time(part.time)], ",")


def symbol(part: Part) -> str:
    """w_{1,2}^{2}."""
    return letter(part.letter, OWN) + scripts(part)


def adjoint(part: Part) -> str:
    """δ_{j}^{l} for what goes into an activation, ∂C/∂… for everything else."""
    return rf"\delta{scripts(part)}" if part.is_delta else quotient("C", symbol(part))


def slope(z: Part, recorded: Part) -> str:
    """σ′(z), whatever the activation is."""
    return rf"\sigma'({symbol(z)})"


NIELSEN = Notation(
    "Nielsen",
    "C",
    symbol,
    adjoint,
    slope,
    "C is the loss and σ the activation, whichever it is. Layers are numbered from the input = 1, so h1 is 2; units "
    "and rows of the batch count from 1, and the row, in brackets, comes before the layer.",
    {
        "output": Equation("BP1", r"\delta^L = \nabla_a C \odot \sigma'(z^L)"),
        "delta": Equation("BP2", r"\delta^l = \big((w^{l+1})^T \delta^{l+1}\big) \odot \sigma'(z^l)"),
        "bias": Equation("BP3", r"\frac{\partial C}{\partial b_j^l} = \delta_j^l"),
        "weight": Equation("BP4", r"\frac{\partial C}{\partial w_{jk}^l} = a_k^{l-1} \delta_j^l"),
    },
)
