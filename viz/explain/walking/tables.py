"""The sum as a table, line by line as it builds up; and what is known at the end of a layer or a phase."""

from __future__ import annotations

from core.explain.walk import Case, MicroStep, Walk
from core.explain.walk.update import Updates
from viz.explain.chosen import name_of
from viz.explain.numbers import decimal
from viz.explain.walking.words import product_name

SHOWN, NUMBERS = 6, 12


def products(case: Case, step: MicroStep) -> str:
    """The products that were added last, with the sum after each; those before and behind are counted."""
    first = max(0, step.done - SHOWN)
    rows = [["", "product", "=", "sum so far"], ["---:", "---", "---:", "---:"]]
    if first:
        so_far = step.block.so_far(case, step.unit, first)
        rows.append([f"1–{first:,}", "summed before", "", decimal(so_far)])
    for place, product in enumerate(step.block.products(case, step.unit, range(first, step.done)), first + 1):
        mark = "**" if place == step.done else ""
        cells = [f"{place:,}", f"`{product_name(product)}`", decimal(product.value), ""]
        cells[3] = decimal(step.block.so_far(case, step.unit, place))
        rows.append([f"{mark}{cell}{mark}" for cell in cells])
    if step.done < step.count:
        rows.append(["", f"{step.count - step.done:,} still to come", "", ""])
    return as_table(rows)


def known(walk: Walk, case: Case, granularity: str, position: int) -> str:
    """The numbers that a layer or a phase has come to: the first of them, and how many more."""
    stage = walk.stage(granularity, position)
    first, last = walk.position(granularity, stage - 1), walk.position(granularity, stage)
    start, end = (walk.stage("unit", place) for place in (first, last))
    rows = [["number", "value"], ["---", "---:"]]
    for unit in range(start + 1, min(start + NUMBERS, end) + 1):
        block, place = walk.unit_at(walk.position("unit", unit))
        name = name_of(block.slot.path, block.index(case, place))
        shown = f"∂L/∂{name}" if block.phase == "backward" else name
        rows.append([f"`{shown}`{' after' if isinstance(block, Updates) else ''}", decimal(block.total(case, place))])
    if end - start > NUMBERS:
        rows.append([f"{end - start - NUMBERS:,} more", ""])
    return as_table(rows)


def as_table(rows: list[list[str]]) -> str:
    """In Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
