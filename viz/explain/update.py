"""The update of one weight as a table and in sentences: before, after, as recorded, beside plain descent."""

from __future__ import annotations

from math import isfinite

from core.explain import Update
from core.line import Line
from core.program import Program
from core.regularisers import REGULARISERS
from core.regularisers.clip_norm import CLIP_NORM_LINE
from core.regularisers.clip_value import CLIP_VALUE_LINE
from core.regularisers.max_norm import MAX_NORM_LINE
from core.schedules import SCHEDULES
from viz.explain.numbers import decimal, rough
from viz.explain.verdicts import apart, verdict

UPDATE_TABLE = (
    "The gradient as computed and as used, what is remembered, the update as proposed and as made, the weight."
)


def update_table(found: Update) -> str:
    """quantity | before | after, for what UPDATE_TABLE says."""
    proposed = [line.value for line in found.lines if line.line.name == "update"]
    rows = [("quantity", "before", "after"), ("---", "---:", "---:")]
    rows.append(("gradient", decimal(found.known["g"]), decimal(found.final["g"])))
    rows += [(f"of it the pull of {REGULARISERS[name].label}", decimal(pull), "") for name, pull in found.pulls.items()]
    rows += [(f"memory `{name}`", decimal(old), decimal(found.after[name])) for name, old in found.before.items()]
    rows.append(("update", decimal(proposed[0]), decimal(found.recorded)))
    rows.append(("**the weight**", decimal(found.known["theta"]), decimal(found.final["theta"])))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def confirmed(found: Update) -> str:
    """Whether the lines end at what was recorded."""
    if not all(isfinite(line.value) for line in found.lines):
        return "There is nothing to compare: the numbers of this step are no longer finite."
    remembered = ", and so is what is remembered" if found.before else ""
    return (
        f"The update {decimal(found.lines[-2].value)} is {verdict(found.error)} the recorded one, "
        f"{decimal(found.recorded)}{remembered}: {apart(found.error)}."
    )


def rate_in_words(program: Program, found: Update) -> str:
    """The rate of the step, and why it is that."""
    spec, rate = program.spec, found.known["learning_rate"]
    rule = SCHEDULES[spec.schedule.name]
    if not any("learning_rate" in line.given for line in found.lines):
        return f"The learning rate η of this step is {decimal(rate)}; none of these lines makes use of it."
    if not rule.scalars:
        return f"The learning rate η is {decimal(rate)}; it stays what it was set to."
    return (
        f"The learning rate η of this step is {decimal(rate)}, made from {decimal(spec.learning_rate)} by the schedule "
        f"{rule.label}: {rule.about[0].lower()}{rule.about[1:]}"
    )


def around(found: Update) -> list[str]:
    """What clipping and max-norm did here."""
    said = []
    for line, what in ((CLIP_NORM_LINE, "Clipping by norm"), (CLIP_VALUE_LINE, "Clipping by value")):
        said += [clipped(what, one.given["g"], one.value) for one in found.lines if one.line is line]
    if used(found, MAX_NORM_LINE):
        length, room = found.final["length"], found.final["room"]
        said.append(
            f"With the update of the optimizer the weights of this unit would be {rough(length)} long: max-norm "
            f"shortens them to {rough(room)}, which changes the update."
        )
    return said


def clipped(what: str, before: float, after: float) -> str:
    """One kind of clipping."""
    if before == after:
        return f"{what} leaves the gradient as it is."
    return f"{what} makes the gradient {rough(after / before)} times as large."


def used(found: Update, line: Line) -> bool:
    """Whether this line was gone through."""
    return any(one.line is line for one in found.lines)


def beside_plain(found: Update) -> str:
    """The same gradient and rate without all that."""
    plain, made = found.plain, found.recorded
    if not isfinite(plain):
        return "There is no step of plain gradient descent to compare with: the gradient is no longer finite."
    said = f"Plain gradient descent at the same rate, −η g, would have added {decimal(plain)}"
    if made == plain:
        return f"{said}; this update is exactly that."
    if not plain or not isfinite(made / plain):
        return f"{said}; there is no ratio to that."
    return f"{said}; this update is {rough(made / plain)} times that."
