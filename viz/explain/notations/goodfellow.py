"""Goodfellow's: J for the cost, a for what goes into an activation and h for what comes out, layers in brackets.

Source: I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press 2016, chapter 6, algorithms 6.3 and 6.4.
"""

from __future__ import annotations

from viz.explain.notations.letters import letter
from viz.explain.notations.notation import Equation, Notation, quotient
from viz.explain.notations.part import Part, above, at_time, below

OWN = {"z": "a", "a": "h", "before": "h"}


def symbol(part: Part) -> str:
    """W_{1,2}^{(1)}, or h_{5,1}^{(1)} of the example 5, which is a row of the batch."""
    example = () if part.shown_example is None else (part.shown_example,)
    layer = [f"({part.number})"] if part.layer else []
    marks = above([*layer, *part.inner, *at_time(part.time)])
    return letter(part.letter, OWN) + below((*example, *part.index), 1) + marks


def adjoint(part: Part) -> str:
    """∂J/∂…, also for what goes into an activation."""
    return quotient("J", symbol(part))


def slope(z: Part, recorded: Part) -> str:
    """f′(a)."""
    return f"f'({symbol(z)})"


GOODFELLOW = Notation(
    "Goodfellow",
    "J",
    symbol,
    adjoint,
    slope,
    "J is the loss, a goes into an activation and h comes out of it, so our z is a and our a is h. Layers are numbered "
    "in brackets from h1 = (1); units and rows of the batch count from 1, and the row comes first.",
    {
        "output": Equation("", r"\nabla_{a^{(l)}} J = \nabla_{\hat{y}} J \odot f'(a^{(l)})"),
        "delta": Equation("", r"\nabla_{a^{(k)}} J = \big(W^{(k+1)\top}\, \nabla_{a^{(k+1)}} J\big) \odot f'(a^{(k)})"),
        "bias": Equation("", r"\nabla_{b^{(k)}} J = \nabla_{a^{(k)}} J"),
        "weight": Equation("", r"\nabla_{W^{(k)}} J = \big(\nabla_{a^{(k)}} J\big)\, h^{(k-1)\top}"),
    },
)
