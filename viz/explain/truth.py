"""What the truth badge says: whether the gradient is the slope of the loss, and how one knows."""

from __future__ import annotations

from core.checking import Checked, Tensors
from viz.explain.chosen import name_of
from viz.explain.error_words import short
from viz.explain.numbers import rough

WORDS = {
    "agrees": "checked",
    "differs": "wrong",
    "unchecked": "not checked",
    "not finite": "not checked",
    "cut": "not checked",
}
VERDICTS = {
    "agrees": "✓ right",
    "differs": "✗ wrong",
    "unchecked": "not compared",
    "not finite": "not finite",
    "cut": "cut on purpose",
}


def in_short(checked: Checked) -> str:
    """Checked · worst error 3e-11: relative, as `what_was_done` says."""
    word = WORDS[checked.verdict]
    return f"{word} · worst error {rough(checked.worst, 1)}" if checked.count else word


def what_was_done(checked: Checked) -> str:
    """How many numbers were compared with what, and which is worst."""
    at = f"step {checked.step:,}"
    if checked.verdict == "not finite":
        return f"Numbers of {at} are no longer finite, so there is nothing to compare the gradient with."
    if checked.verdict == "cut":
        return "The way back through time is cut short on purpose: this gradient is not the slope of the loss."
    if not checked.where:
        return f"Nothing of the gradient of {at} is compared yet.{left_out(checked)}"
    opening = "" if checked.verdict == "agrees" else "This gradient is not the slope of the loss. "
    return (
        f"{opening}{checked.count:,} of {checked.of:,} entries of the gradient of {at} were compared with central "
        f"differences of the loss, h = 2e-4 · max(1, |w|). The worst is {name_of(*checked.where)}, off by "
        f"{rough(checked.worst, 2)} of the largest entry of {checked.where[0]}.{corners(checked)}{left_out(checked)}"
    )


def corners(checked: Checked) -> str:
    """Those beside a corner of the loss."""
    if not checked.corners:
        return ""
    many = "1 has" if checked.corners == 1 else f"{checked.corners:,} have"
    return f" {many} a corner of the loss within h and took a complex step instead."


def left_out(checked: Checked) -> str:
    """Those on a corner."""
    if not checked.left_out:
        return ""
    many = "1 lies" if checked.left_out == 1 else f"{checked.left_out:,} lie"
    return f" {many} exactly on a corner, where the loss has no slope to compare with."


def tensors_table(found: Tensors) -> str:
    """A line per tensor of parameters: how many entries, and the worst of them."""
    rows = ["| tensor | compared | worst relative error | at | |", "| --- | ---: | ---: | --- | --- |"]
    for path, checked in found.checked.items():
        where = f"`{name_of(*checked.where)}`" if checked.where else ""
        worst = short(checked.worst, 1) if checked.count else ""
        compared = f"{checked.count:,} of {checked.of:,}"
        rows.append(f"| `{path}` | {compared} | {worst} | {where} | {VERDICTS[checked.verdict]} |")
    return "\n".join(rows)
