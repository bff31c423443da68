"""How numbers are written: h1/z[3,0] is z with the layer above and the unit below, δ is its adjoint."""

from __future__ import annotations

from core.explain import Term
from core.explain.places import is_batched
from core.layout import Layout
from core.ops import OPS, Elementwise
from core.program import Program
from viz.explain.chosen import Number

Written = tuple[str, tuple[int | str, ...]]

# What has more than one letter.
LETTERS = {"gamma": r"\gamma", "mean": r"\mu", "variance": "v", "rate": r"\hat\rho", "gates": "g"}


def symbol(layout: Layout, number: Written) -> str:
    """W_{0,1}^{h1}, or x_{1}^{(3)} of the example 3; of any example where it has a letter for a number."""
    path, index = number
    *above, last = path.split("/")
    *inner, letter = last.split(":")
    above += inner
    if is_batched(layout.slot(path)):
        above, index = [*above, f"({index[0]})"], index[1:]
    below = ",".join(map(str, index))
    over = r"\,".join(above)
    return f"{LETTERS.get(letter, letter)}_{{{below}}}^{{{over}}}"


def adjoint_symbol(layout: Layout, number: Written) -> str:
    """δ for what goes into an activation, ∂L/∂… for everything else."""
    written = symbol(layout, number)
    is_delta = layout.slot(number[0]).role == "pre_activation"
    return rf"\delta{written[1:]}" if is_delta else rf"\frac{{\partial L}}{{\partial {written}}}"


def slope_symbol(program: Program, number: Number, term: Term) -> str:
    """∂k/∂u: what it is called where it has a name, else as a quotient."""
    layout = program.layout
    if term.path.startswith("L"):
        part = term.path.partition("/")[2].replace("_", r"\_")
        return rf"\frac{{\partial}}{{\partial {symbol(layout, number)}}} L_{{\text{{{part or 'loss'}}}}}"
    if issubclass(OPS[term.kind], Elementwise):
        return f"f'({symbol(layout, number)})"
    other = other_factor(program, number, term)
    if other is not None:
        return symbol(layout, other)
    return rf"\frac{{\partial {symbol(layout, (term.path, term.index))}}}{{\partial {symbol(layout, number)}}}"


def other_factor(program: Program, number: Number, term: Term) -> Number | None:
    """In a weighted sum, what the number is multiplied with."""
    (path, index), layout = number, program.layout
    op = next(op for op in program.network.ops if (op.kind, op.output) == (term.kind, term.path))
    flat = term.kind == "affine" and len(layout.slot(op.inputs[0]).shape) == len(term.index) == len(index) == 2
    if not flat or path not in op.inputs[:2]:
        return None
    (example, unit), (x, W) = term.index, op.inputs[:2]
    return (W, (unit, index[1])) if path == x else (x, (example, index[1]))
