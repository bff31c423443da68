"""What a notation says: how a number, its adjoint and the slope of an activation are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from viz.explain.notations.part import Part


@dataclass(frozen=True, slots=True)
class Equation:
    """One of the four equations of backpropagation in TeX, and what the source calls it, "" for nothing."""

    name: str
    tex: str


@dataclass(frozen=True, slots=True)
class Notation:
    """cost: the letter of the loss;  slope: f′ at z, beside which the slope is recorded under a name of its own;
    said: what one needs to know to read it;  first: the number from which it counts units and examples;
    equations: those of "output", "delta", "bias" and "weight";  timed: what one needs to know besides of sequences.
    """

    label: str
    cost: str
    symbol: Callable[[Part], str]
    adjoint: Callable[[Part], str]
    slope: Callable[[Part, Part], str]
    said: str
    equations: Mapping[str, Equation]
    first: int = 1
    timed: str = "Steps of a sequence stand in ⟨ ⟩ and count from 1."


def quotient(above: str, below: str) -> str:
    """∂above/∂below."""
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"
