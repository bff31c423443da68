"""The names of this program: the layer above, the unit below, all counted from 0."""

from __future__ import annotations

from viz.explain.notations.letters import letter
from viz.explain.notations.notation import Equation, Notation, quotient
from viz.explain.notations.part import Part, above, at_time, below


def scripts(part: Part) -> str:
    """_{0}^{h1⟨3⟩(5)}."""
    example = [] if part.shown_example is None else [f"({part.shown_example})"]
    layer = [part.layer] if part.layer else []
    return below(part.index) + above([*layer, *part.inner, *at_time(part.time), *example])


def symbol(part: Part) -> str:
    """W_{0,1}^{h1}, or x_{1}^{(3)} of the example 3."""
    return letter(part.letter, {}) + scripts(part)


def adjoint(part: Part) -> str:
    """δ for what goes into an activation, ∂L/∂… for everything else."""
    return rf"\delta{scripts(part)}" if part.is_delta else quotient("L", symbol(part))


def slope(z: Part, recorded: Part) -> str:
    """f′(z)."""
    return f"f'({symbol(z)})"


OURS = Notation(
    "Ours",
    "L",
    symbol,
    adjoint,
    slope,
    "The names of the stage: L is the loss and δ is ∂L/∂z. The layer stands above, with the row of the batch in "
    "brackets; the unit stands below. Both count from 0.",
    {
        "output": Equation("", r"\delta_j^{out} = \frac{\partial L}{\partial a_j^{out}} \cdot f'(z_j^{out})"),
        "delta": Equation(
            "", r"\delta_j = \Big(\sum_k \delta_k^{\text{next}} \, W_{k,j}^{\text{next}}\Big) \cdot f'(z_j)"
        ),
        "bias": Equation("", r"\frac{\partial L}{\partial b_j} = \delta_j"),
        "weight": Equation("", r"\frac{\partial L}{\partial W_{j,i}} = \delta_j \cdot a_i^{\text{before}}"),
    },
    first=0,
)
