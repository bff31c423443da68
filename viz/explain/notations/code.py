"""As a program has it: every number by the name under which it is recorded, its adjoint as .grad."""

from __future__ import annotations

from dataclasses import replace

from viz.explain.notations.notation import Equation, Notation
from viz.explain.notations.part import Part


def typed(text: str) -> str:
    """Monospaced."""
    return rf"\texttt{{{text}}}"


def symbol(part: Part) -> str:
    """h1/W[0,1]."""
    return typed(f"{part.path}[{','.join(map(str, part.entry))}]")


def adjoint(part: Part) -> str:
    """h1/W.grad[0,1]."""
    return symbol(replace(part, path=f"{part.path}.grad"))


def slope(z: Part, recorded: Part) -> str:
    """h1/slope[5,0]."""
    return symbol(recorded)


CODE = Notation(
    "Code",
    typed("L"),
    symbol,
    adjoint,
    slope,
    "Every number by the name under which it is recorded, its adjoint with .grad. The first index of what each "
    "example has for itself is the row of the batch; indices count from 0.",
    {
        "output": Equation("", typed("out/z.grad = out/a.grad * out/slope")),
        "delta": Equation("", typed("h/z.grad = (next/z.grad @ next/W) * h/slope")),
        "bias": Equation("", typed("h/b.grad = h/z.grad.sum(axis=0)")),
        "weight": Equation("", typed("h/W.grad = h/z.grad.T @ before/a")),
    },
    first=0,
    timed="Of a sequence t=1 is the first step.",
)
