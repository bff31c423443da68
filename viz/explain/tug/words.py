"""The tug of war in words and as a table: who pulls where, how much is left, and what a share means."""

from __future__ import annotations

from math import isfinite

from core.explain import TugOfWar
from core.program import Program
from viz.examples import described
from viz.explain.chosen import name_of
from viz.explain.numbers import decimal
from viz.explain.tug.bars import Bar
from viz.explain.tug.figure import named
from viz.explain.verdicts import apart, verdict

# From this cancellation on, and what it means.
GRADES = (
    (0.99, "they cancel almost entirely"),
    (0.75, "most of it is undone by those who pull the other way"),
    (0.25, "a part of it is undone by those who pull the other way"),
    (1e-12, "almost all of it pulls one way"),
    (0.0, "all pull one way"),
)


def balance(tug: TugOfWar) -> list[str]:
    """Net and total, what is undone, and the net beside what was recorded."""
    if not isfinite(tug.total):
        return ["There is no balance: the numbers of this step are no longer finite."]
    if tug.total == 0.0:
        return [f"Nobody pulls at {name_of(tug.path, tug.index)}: every share is 0, and so is the recorded gradient."]
    return [
        f"**Net {decimal(tug.net)}** of a total of {decimal(tug.total)}. **Cancellation {tug.cancellation:.3f}**: "
        f"{grade(tug)}. (1 − |net| / total: 0 where all pull one way, 1 where they cancel.)",
        f"The shares add up to {decimal(tug.net)}, {verdict(tug.error)} the recorded gradient {decimal(tug.recorded)}: "
        f"{apart(tug.error)}.",
    ]


def grade(tug: TugOfWar) -> str:
    """The cancellation in words."""
    if len(tug.shares) == 1:
        return "there is one example, and it pulls alone"
    return next(said for least, said in GRADES if tug.cancellation >= least)


def reading_aid(program: Program, tug: TugOfWar) -> list[str]:
    """What a bar says, and what a share is a share of."""
    said = [
        "Weights are moved against their gradient: a bar above zero asks for a smaller weight, one below for a larger."
    ]
    meets = any(slot.role == "moment" for slot in program.layout)
    alone = "" if meets else ": what that example would give alone, divided by the size of the batch"
    if program.batch > 1 and program.spec.loss.reduction == "mean":
        said.append(f"The loss is a mean over the batch, so every share carries its 1/{program.batch}{alone}.")
    elif program.batch > 1:
        alone = "" if meets else ": each is what that example would give alone"
        said.append(f"The loss is a sum over the batch, so the shares carry no 1/{program.batch}{alone}.")
    if meets:
        said.append(
            "Examples meet in means over this batch. A share is what goes through that example's own numbers, "
            "and the other examples have a part in those."
        )
    uses = max(share.terms for share in tug.shares)
    if uses > 1:
        said.append(f"The weight is used at {uses:,} places or steps of an example: a share adds up as many products.")
    return said


def tug_table(program: Program, tug: TugOfWar, bars: list[Bar]) -> str:
    """A line for each bar: its share, how much of the total that is, and what the example is."""
    data = program.spec.data
    rows = [["pulls", "share", "of the total", "what it is"], ["---", "---:", "---:", "---"]]
    for bar in bars:
        part = f"{abs(bar.amount) / tug.total:.1%}" if isfinite(tug.total) and tug.total else ""
        what = "" if bar.example is None else described(program.examples, data.name, data.answer, bar.example)
        rows.append([named(bar), decimal(bar.amount), part, what.partition(": ")[2]])
    rows.append(["**net**", f"**{decimal(tug.net)}**", "", ""])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def tug_alt(tug: TugOfWar, bars: list[Bar]) -> str:
    """For those who do not see the bars."""
    above, below = (sum(sign * bar.amount > 0.0 for bar in bars) for sign in (1, -1))
    strongest = max(bars, key=lambda bar: abs(bar.amount))
    return (
        f"{len(bars)} bars, {above} above zero and {below} below; the largest is {named(strongest)} with "
        f"{decimal(strongest.amount)}. They add up to {decimal(tug.net)}."
    )
