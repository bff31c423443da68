"""Which of the four equations of backpropagation a formula is, if it is one."""

from __future__ import annotations

from core.explain import Derivation
from core.losses import LossOp
from core.ops import OPS, Elementwise
from core.program import Program
from viz.explain.notations import NOTATIONS

SUMS = ("affine", "tied_affine", "scale_shift")


def equation_at_hand(program: Program, derivation: Derivation) -> str | None:
    """Its key in a notation's equations; None where more than weighted sums and one activation has a part in it."""
    role = program.layout.slot(derivation.path).role
    if not derivation.terms or any(term.path.startswith("L") for term in derivation.terms):
        return None
    if role in ("weight", "bias"):
        return role if summed_only(program, derivation, SUMS[:1] if role == "weight" else SUMS) else None
    (first, *others) = derivation.terms
    if role != "pre_activation" or others or not issubclass(OPS[first.kind], Elementwise):
        return None
    return handed_back(program, first.path)


def summed_only(program: Program, derivation: Derivation, kinds: tuple[str, ...]) -> bool:
    """Whether the parameter stands in weighted sums that go straight into an activation, and nowhere else."""
    slot = program.layout.slot
    return all(term.kind in kinds and slot(term.path).role == "pre_activation" for term in derivation.terms)


def handed_back(program: Program, path: str) -> str | None:
    """What an activation gives goes into the loss, or into one dense layer without anything in between."""
    users = [op for op in program.network.ops if path in op.inputs]
    if len(users) == 1 and isinstance(users[0], LossOp):
        return "output"
    dense = [op for op in users if op.kind == "affine" and program.layout.slot(op.output).role == "pre_activation"]
    return "delta" if len(users) == len(dense) == 1 else None


def in_general(program: Program, derivation: Derivation, notation: str) -> str:
    """The equation at hand as a sentence with its general form, or nothing."""
    found = equation_at_hand(program, derivation)
    if found is None:
        return ""
    general = NOTATIONS[notation].equations[found]
    each = ", for each example of the batch" if derivation.example is None and program.batch > 1 else ""
    return f"In general{each}: ${general.tex}$" + (f" ({general.name})" if general.name else "")
