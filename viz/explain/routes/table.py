"""The ledger as a table: a line for each route, one for all others, and the sum beside what was recorded."""

from __future__ import annotations

from math import isfinite

from core.explain.routes import Ledger, Route
from viz.explain.numbers import decimal, rough
from viz.explain.routes.words import counted, way_text

# Of longer products the ends are shown.
SHOWN = 8


def ledger_table(ledger: Ledger, examples: list[int]) -> str:
    """rank, route, what it carries, how much of the whole that is, and its largest product."""
    rows = [["", "route", "carries", "of the whole", "product of its slopes"], ["---:", "---", "---:", "---:", "---"]]
    for rank, route in enumerate(ledger.routes, 1):
        name, carried = way_text(ledger, route, examples), decimal(route.contribution)
        rows.append([f"{rank}", name, carried, part_of(ledger, route.contribution), product_text(route)])
    if ledger.others:
        more = f"{counted(ledger.others)} more"
        rows.append(["", more, decimal(ledger.rest), part_of(ledger, ledger.rest), ""])
    rows.append(["", "**sum of all routes**", f"**{decimal(ledger.total)}**", "", ""])
    rows.append(["", "**recorded**", f"**{decimal(ledger.recorded)}**", "", ""])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def product_text(route: Route) -> str:
    """0.7414 × 0.1868 × 0.4 × 0.2413 × 0.05, from the loss back; of several products the largest."""
    slopes = [brief(hop.term.slope) for hop in reversed(route.hops)]
    if len(slopes) > SHOWN:
        slopes = [*slopes[:3], f"… ({len(slopes) - 5} more) …", *slopes[-2:]]
    text = " × ".join(slopes)
    return text if route.products == 1 else f"{text} (largest of {route.products:,})"


def brief(value: float) -> str:
    """Four digits; a negative number in brackets."""
    text = rough(value, 4)
    return f"({text})" if value < 0.0 else text


def part_of(ledger: Ledger, amount: float) -> str:
    """How much of the recorded number this is, with its sign; more than all of it where others pull back."""
    if not ledger.recorded or not isfinite(ledger.recorded):
        return ""
    return f"{amount / ledger.recorded:.1%}".replace("-", "−")
