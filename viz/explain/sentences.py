"""The same as a table and in sentences, and where one can go on."""

from __future__ import annotations

from math import isfinite

from core.explain import Derivation
from core.losses import LOSSES
from core.ops import OPS
from core.program import Program
from core.regularisers import REGULARISERS
from core.step import Step
from viz.explain.chosen import name_of, number_of
from viz.explain.equation import WRITTEN
from viz.explain.factors import behind
from viz.explain.four import in_general
from viz.explain.notations import NOTATIONS
from viz.explain.numbers import decimal
from viz.explain.symbols import Writer, part_of
from viz.explain.verdicts import apart, verdict

LINES = 8


def table(derivation: Derivation, lines: int = LINES) -> str:
    """A line per term, the largest first; one for the rest, one for the sum, one for what was recorded."""
    largest, rest = derivation.largest(lines)
    rows = [["through", "its adjoint", "× slope", "= share"], ["---", "---:", "---:", "---:"]]
    for term in largest:
        through = "L" if term.path == "L" else name_of(term.path, term.index) if term.index else term.path
        rows.append([f"`{through}`", decimal(term.adjoint), decimal(term.slope), decimal(term.contribution)])
    if rest.count:
        rows.append([f"{rest.count:,} more", "", "", decimal(rest.total)])
    rows.append([f"**sum of {counted(len(derivation.terms))}**", "", "", f"**{decimal(derivation.total)}**"])
    rows.append(["**recorded**", "", "", f"**{decimal(derivation.adjoint)}**"])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def counted(terms: int) -> str:
    """1 term, 32 terms."""
    return f"{terms:,} term{'' if terms == 1 else 's'}"


def agreement(derivation: Derivation) -> str:
    """Whether the sum is what was recorded, and how far they are apart."""
    if not isfinite(derivation.total):
        return "There is no sum: the numbers of this step are no longer finite."
    return f"The sum is {verdict(derivation.error)} the recorded number: {apart(derivation.error)}."


def rules(program: Program, derivation: Derivation) -> dict[str, str]:
    """The formulas in which the number is used: what each is called, and its TeX."""
    known = {kind: (rule.label, rule.tex) for kind, rule in {**OPS, **LOSSES}.items()}
    known |= {name: (rule.label, rule.tex) for name, rule in REGULARISERS.items()}
    return dict(known[term.kind] for term in derivation.terms)


def sentences(program: Program, derivation: Derivation, notation: str = "ours") -> list[str]:
    """What one needs to know to read the formula."""
    said = [f"Used in: {label}, ${formula}$" for label, formula in rules(program, derivation).items()]
    said += [sentence for sentence in (in_general(program, derivation, notation),) if sentence]
    if program.spec.loss.reduction == "mean" and program.batch > 1:
        said.append(f"The loss is a mean over the batch, so the adjoints carry its 1/{program.batch}.")
    return said


def how_to_read(program: Program, derivation: Derivation, notation: str) -> str:
    """What the notation means, with a number of this derivation under the name on its button and as it is written."""
    later = (term for term in derivation.terms if not term.path.startswith("L"))
    number = next(((term.path, term.index) for term in later), (derivation.path, derivation.index))
    written = NOTATIONS[notation]
    said = f"{written.said} {written.timed}" if part_of(program, number).time is not None else written.said
    if notation == "code":
        return said
    names = "On buttons and in tables names stay as they are, counted from 0:" if written.first else "So"
    return f"{said} {names} `{name_of(*number)}` is ${Writer(program, written).symbol(number)}$."


def onward(program: Program, step: Step, derivation: Derivation) -> dict[str, float]:
    """The adjoints that are factors in the formula, by the name of their number: each has a derivation; L has none."""
    found: dict[str, float] = {}
    for term in derivation.largest(WRITTEN)[0]:
        inner = behind(program, step, term)
        found |= {name_of(one.path, one.index): one.adjoint for one in (term, inner) if one is not None}
    return {name: adjoint for name, adjoint in found.items() if number_of(program.layout, name) is not None}


def others(derivation: Derivation) -> list[str]:
    """All numbers whose adjoints are factors of some term, the largest term first."""
    ordered = sorted(derivation.terms, key=lambda term: -abs(term.contribution))
    return [name_of(term.path, term.index) for term in ordered if not term.path.startswith("L")]
