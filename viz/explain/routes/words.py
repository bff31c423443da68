"""A path ledger in words: how a route is called, how many there are, and whether they are the gradient."""

from __future__ import annotations

from itertools import groupby
from math import isfinite

from core.explain.routes import Ledger, Route
from core.program import Program
from core.regularisers import REGULARISERS
from viz.explain.chosen import name_of
from viz.explain.numbers import decimal, rough, typeset
from viz.explain.verdicts import verdict

# Above this a number of routes is no longer counted one by one.
COUNTED = 1e9


def route_text(ledger: Ledger, route: Route, examples: list[int]) -> str:
    """h1/W[0,1] → h1:0 → h2:3 → out:0 → L."""
    return f"{name_of(ledger.path, ledger.index)} → {way_text(ledger, route, examples)}"


def way_text(ledger: Ledger, route: Route, examples: list[int]) -> str:
    """The same without its beginning; where it stays in a unit over several steps of a sequence, as h1:0 t=3…7.

    examples: where every row of the batch stands in the training examples, for routes that are of one of them.
    """
    last = route.hops[-1].term
    row = route.hops[0].term.example
    apart = not ledger.walked and ledger.row is None and len(examples) > 1 and row is not None
    through = [REGULARISERS[last.kind].label] if last.kind in REGULARISERS else ending(last.path)
    text = " → ".join((*stays(route.places), *through, "L"))
    return f"{text} (example {examples[row or 0]})" if apart else text


def ending(path: str) -> list[str]:
    """The term of the loss at which a route ends, where it is not that of the data."""
    term = path.partition("/")[2]
    return [REGULARISERS[term].label] if term in REGULARISERS else []


def stays(places: tuple[str, ...]) -> list[str]:
    """Steps that follow each other at the same place are told together."""
    apart = [place.partition(" t=") for place in places]
    runs = groupby(enumerate(apart), key=lambda one: (one[1][0], int(one[1][2] or 0) - one[0]))
    return [stay([part for _, part in run]) for _, run in runs]


def stay(run: list[tuple[str, str, str]]) -> str:
    """h1:0, h1:0 t=3 or h1:0 t=3…7."""
    (name, _, first), last = run[0], run[-1][2]
    return f"{name} t={first}" + (f"…{last}" if last != first else "") if first else name


def counted(number: float) -> str:
    """320, or about 1.2e36."""
    return f"{number:,.0f}" if number < COUNTED else f"about {typeset(f'{number:.1e}')}"


def heading(ledger: Ledger, name: str) -> str:
    """What is divided among the routes."""
    number = name_of(ledger.path, ledger.index)
    if ledger.row is None:
        return f"∂L/∂{number} = {decimal(ledger.recorded)} as a sum over all routes from there to the loss."
    return (
        f"The share that {name} has in ∂L/∂{number}, {decimal(ledger.recorded)}, as a sum over its routes to the loss."
    )


def how_many(program: Program, ledger: Ledger) -> list[str]:
    """How many routes there are, how many are listed, and what a line is."""
    if not ledger.count:
        return ["No route leads from here to the loss."] if isfinite(ledger.total) else []
    said = [f"There {'is 1 route' if ledger.count == 1 else f'are {counted(ledger.count)} routes'}{closed(ledger)}."]
    if not ledger.walked:
        said.append(
            "Nobody could walk them all. Listed are the largest, each a single product of one example. No other is "
            "larger: of every number the largest product from there on is known, by dynamic programming."
        )
    elif any(route.products > 1 for route in ledger.routes):
        said.append("Routes through the same units share a line: they are added over examples and places.")
    if len(ledger.routes) < ledger.found:
        said.append(f"The {len(ledger.routes)} largest of {ledger.found:,} lines are listed.")
    return said


def closed(ledger: Ledger) -> str:
    """How many of them carry nothing."""
    if not ledger.closed:
        return ""
    why = "a slope on them is exactly 0, as behind an input of 0 or a unit that is off"
    many = "all" if ledger.closed == ledger.count else counted(ledger.closed)
    return f", {many} of them closed: {why}"


def balance(ledger: Ledger) -> str:
    """Whether all routes together are what was recorded, but for what rounding does to so many products."""
    if not isfinite(ledger.total):
        return "There is no sum: numbers on these routes are no longer finite."
    rest = f"Listed {decimal(ledger.listed)} + rest {decimal(ledger.rest)} = " if ledger.others else "All routes: "
    said = f"{decimal(ledger.total)}, {verdict(ledger.error)} the recorded {decimal(ledger.recorded)}"
    return f"{rest}{said}: difference {rough(abs(ledger.total - ledger.recorded), 1)}."
