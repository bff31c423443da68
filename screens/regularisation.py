"""What keeps the network from learning its examples by heart: one field per regulariser, 0 is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core import Regulariser, Spec
from core.regularisers import REGULARISERS, RegulariserRule
from core.spec import adjust
from screens.controls import in_lines, on_number, options
from screens.echo import show


def regularisation(spec: Spec) -> None:
    """Every regulariser of the table with its amount; those that are on are named above."""
    on = [f"{REGULARISERS[one.name].label} {one.amount:g}" for one in spec.regularisers]
    st.caption("On: " + ", ".join(on) + "." if on else "All off. Any amount above 0 acts from the next step on.")
    for name, rule in REGULARISERS.items():
        amount(name, rule, spec)


def amount(name: str, rule: RegulariserRule, spec: Spec) -> None:
    """The field of one regulariser: its name and symbol, and behind the question mark what it does."""
    key = show(f"regulariser_{name}", spec.amount(name))
    st.number_input(f"{rule.label} {rule.symbol}", value=None, key=key, step=step(rule), format="%.6g",
                    on_change=on_number(key, with_amount(name)), help=explained(rule))  # fmt: skip
    for one in (one for one in spec.regularisers if one.name == name):
        show_options(one)


def show_options(on: Regulariser) -> None:
    """The other numbers of a regulariser that is on."""
    for option, value in on.settings.items():
        show(f"{on.name}_{option}", value)
    options(on.name, REGULARISERS[on.name].options, with_option(on.name))


def with_option(regulariser: str) -> Callable[[Spec, str, float], Spec]:
    """Another value for an option of this regulariser."""
    return lambda spec, name, value: adjust.with_regulariser_option(spec, regulariser, name, value)


def with_amount(name: str) -> Callable[[Spec, Any], Spec]:
    """Another amount of this regulariser."""
    return lambda spec, amount: adjust.with_regulariser(spec, name, amount)


def explained(rule: RegulariserRule) -> str:
    """What it does, its formula and its source."""
    return f"{rule.about}\n\n$$\n{in_lines(rule.tex)}\n$$\n\n*{rule.source}*"


def step(rule: RegulariserRule) -> float:
    """How far a click on plus goes: penalties are felt at thousandths, the others at tenths."""
    return 0.001 if rule.penalty or rule.term else 0.1
